import { both } from "#lib/scan/model/condition";
import { textWithArguments } from "#lib/scan/model/macro-arguments";
import type { Expansion, Located, Model } from "#lib/scan/model/model";

/** One thing that code declares, where it is written; in a macro it belongs to the place that uses the macro. */
export interface Declared<T> {
  at: Located<T>;
  /** How the code names it. */
  text: string;
}

/** What a fact declares: itself, or in a macro one thing for each use of it, which puts its arguments into the text. */
export function declaredBy<T extends { scope: number }>(model: Model, at: Located<T>, text: string): Declared<T>[] {
  return usesOf(model, at, text, []).map(({ at: { crate, scope, cfg }, text }) => ({
    at: { ...at, crate, scope, cfg },
    text,
  }));
}

function usesOf(
  model: Model,
  at: Located<{ scope: number }>,
  text: string,
  within: readonly Expansion[],
): Declared<{ scope: number }>[] {
  const expansion = model.expansion(at);
  if (!expansion) return [{ at, text }];
  // Macros that use each other end somewhere, though nobody can say here where.
  if (within.includes(expansion)) return [];
  const { uses, params } = expansion;
  return uses.flatMap((use) => {
    const scope = at.scope === "prod" ? use.scope : at.scope;
    const given = textWithArguments(text, params, use.fact.args ?? "");
    return usesOf(model, { ...use, scope, cfg: both(use.cfg, at.cfg) }, given, [...within, expansion]);
  });
}
