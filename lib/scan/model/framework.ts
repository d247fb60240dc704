import type { Located, Model } from "#lib/scan/model/model";
import { perModel } from "#lib/scan/model/per-model";

/**
 * Whether a macro or an attribute of this name is PyO3's. A name that cannot be resolved (`#[macro_use]`, the prelude's glob)
 * is taken for it when the crate binds PyO3 and declares no macro of that name.
 */
export function isFrameworkMacro(model: Model, path: string, from: Located<unknown>): boolean {
  if (from.crate.binding !== "pyo3") return false;
  const canonical = model.resolve(path, from);
  // A function of that name stands beside the macro, not for it.
  if (canonical && !model.fnNamed(path, from)) return /^pyo3(_macros)?::/.test(canonical);
  const last = path.slice(path.lastIndexOf(":") + 1);
  return !declaredMacros(model).has(`${from.crate.lib}::${last}`);
}

/** Macros that the crates declare, each with its crate; PyO3 itself declares what is asked for. */
const declaredMacros = perModel(
  (model) =>
    new Set(
      model.macroDefs
        .filter(({ crate }) => crate.lib !== "pyo3")
        .map(({ crate, fact }) => `${crate.lib}::${fact.name}`),
    ),
);
