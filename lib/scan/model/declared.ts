import { both } from "#lib/scan/model/condition";
import { textWithArguments } from "#lib/scan/model/macro-arguments";
import type { Expansion, Located, Model } from "#lib/scan/model/model";

/** One thing that code declares, where it is written; in a macro it belongs to the place that uses the macro. */
export interface Declared<T> {
  at: Located<T>;
  /** How the code names it. */
  text: string;
}

/** Most things that one fact declares: macros that use macros make more of them than anybody reads. */
const MOST = 10_000;
/** Deepest use of a macro in the body of another. */
const MOST_DEPTH = 32;

/** What a fact declares: itself, or in a macro one thing for each use of it, which puts its arguments into the text. */
export function declaredBy<T extends { scope: number }>(model: Model, at: Located<T>, text: string): Declared<T>[] {
  const found: Declared<T>[] = [];
  for (const { at: use, text: given } of usesOf(model, at, text, [])) {
    if (found.length === MOST) break;
    const { crate, scope, cfg } = use;
    found.push({ at: { ...at, crate, scope, cfg }, text: given });
  }
  return found;
}

function* usesOf(
  model: Model,
  at: Located<{ scope: number }>,
  text: string,
  within: readonly Expansion[],
): Iterable<Declared<{ scope: number }>> {
  const expansion = within.length < MOST_DEPTH ? model.expansion(at) : undefined;
  if (!expansion) yield { at, text };
  // Macros that use each other end somewhere, though nobody can say here where.
  else if (!within.includes(expansion))
    for (const use of expansion.uses) {
      const scope = at.scope === "prod" ? use.scope : at.scope;
      const given = textWithArguments(text, expansion.params, use.fact.args ?? "");
      yield* usesOf(model, { ...use, scope, cfg: both(use.cfg, at.cfg) }, given, [...within, expansion]);
    }
}
