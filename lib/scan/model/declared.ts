import type { At } from "#lib/scan/facts/facts";
import { both } from "#lib/scan/model/condition";
import { textWithArguments } from "#lib/scan/model/macro-arguments";
import type { Expansion, Located, Model } from "#lib/scan/model/model";

/** One thing that code declares, and where: in a macro that is the place which uses it. */
export interface Declared {
  at: Located<{ scope: number; at: At }>;
  /** How the code names it. */
  text: string;
}

/** What a fact declares: itself, or in a macro one thing for each use of it, which puts its arguments into the text. */
export function declaredBy(model: Model, at: Declared["at"], text: string): Declared[] {
  return unfolded(model, { at, text }, []);
}

function unfolded(model: Model, one: Declared, within: readonly Expansion[]): Declared[] {
  const expansion = model.expansion(one.at);
  if (!expansion) return [one];
  // Macros that use each other end somewhere, though nobody can say here where.
  if (within.includes(expansion)) return [];
  const { uses, params } = expansion;
  return uses.flatMap((use) => {
    const scope = one.at.scope === "prod" ? use.scope : one.at.scope;
    const at = { ...use, scope, cfg: both(use.cfg, one.at.cfg) };
    const text = textWithArguments(one.text, params, use.fact.args ?? "");
    return unfolded(model, { at, text }, [...within, expansion]);
  });
}
