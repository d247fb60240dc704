import type { CallFact } from "#lib/scan/facts/facts";
import type { Located, Model } from "#lib/scan/model/model";

/** Last segments of `Python::…` that attach the calling thread, or claim that it is attached. */
const OF_TOKEN =
  /^(with_gil|attach|try_attach|acquire_gil|with_gil_unchecked|attach_unchecked|assume_gil_acquired|assume_attached)$/;
/** PyO3's own guards, one layer below. */
const OF_GUARD = /^(GILGuard::acquire(_unchecked)?|AttachGuard::(acquire|attach|try_attach|attach_unchecked|assume))$/;
const TOKEN = /(^|::)(pyo3|cpython)::(\w+::)*Python$/;

/** How a call spells attaching to Python, `Python::attach`; null when it does something else. */
export function attachOf(model: Model, call: Located<CallFact>): string | null {
  const { path } = call.fact;
  const separator = path.lastIndexOf("::");
  if (separator < 0) return null;
  const owner = path.slice(0, separator);
  const name = path.slice(separator + 2);
  const last = owner.slice(owner.lastIndexOf(":") + 1);
  if (OF_GUARD.test(`${last}::${name}`)) return call.crate.lib === "pyo3" ? `${last}::${name}` : null;
  if (!OF_TOKEN.test(name)) return null;
  const canonical = model.resolve(owner, call);
  const isToken = canonical ? TOKEN.test(canonical) : last === "Python";
  return isToken ? `Python::${name}` : null;
}

/** `PyGILState_Ensure` and its like; null for every other call. */
export function gilStateOf({ fact }: Located<CallFact>): string | null {
  return /(?:^|::)(PyGILState_(?:Ensure|Release|Check|GetThisThreadState))$/.exec(fact.path)?.[1] ?? null;
}
