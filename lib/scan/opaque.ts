import { typeText } from "#lib/rust/type-text";
import { reachable } from "#lib/scan/model/condition";
import type { Model } from "#lib/scan/model/model";
import { isTemplate, staticState, staticTaint } from "#lib/scan/model/static-state";
import type { OpaqueStatic } from "#lib/scan/report";

/** Statics of production code of which nobody can say whether they keep Python objects: some part of their type hides it. */
export function opaqueStatics(model: Model): OpaqueStatic[] {
  return model.statics.flatMap((item) => {
    const { crate, scope, cfg, file, fact } = item;
    if (crate.binding === "none" || !crate.inScope || crate.vendored || scope !== "prod" || !reachable(cfg)) return [];
    if (isTemplate(item) || staticState(model, item)) return [];
    const taint = staticTaint(model, item);
    if (taint.carries !== "unknown") return [];
    const { path } = file;
    return [
      { crate: crate.name, path, line: fact.at.line, name: fact.name, type: typeText(fact.type), why: taint.why },
    ];
  });
}
