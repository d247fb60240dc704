import { typeText } from "#lib/rust/type-text";
import type { StaticFact } from "#lib/scan/facts/facts";
import { reachable } from "#lib/scan/model/condition";
import type { Located, Model } from "#lib/scan/model/model";
import { perItem } from "#lib/scan/model/per-model";
import { isTemplate, staticState, staticTaint } from "#lib/scan/model/static-state";
import type { OpaqueStatic } from "#lib/scan/report";

/** Statics of production code of which nobody can say whether they keep Python objects: some part of their type hides it. */
export const opaqueStatics = (model: Model): OpaqueStatic[] =>
  model.statics.flatMap((item) => opaque(model, item) ?? []);

const opaque = perItem((model, item: Located<StaticFact>): OpaqueStatic | null => {
  const { crate, scope, cfg, file, fact } = item;
  if (crate.binding === "none" || !crate.inScope || crate.vendored || scope !== "prod" || !reachable(cfg)) return null;
  if (isTemplate(item) || staticState(model, item)) return null;
  const taint = staticTaint(model, item);
  if (taint.carries !== "unknown") return null;
  const { path } = file;
  return { crate: crate.name, path, line: fact.at.line, name: fact.name, type: typeText(fact.type), why: taint.why };
});
