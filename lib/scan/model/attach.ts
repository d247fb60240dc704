import type { CallFact } from "#lib/scan/facts/facts";
import { TOKEN_ATTACHES } from "#lib/scan/facts/vocabulary";
import type { Located, Model } from "#lib/scan/model/model";
import { select } from "#lib/scan/model/select";

/** The guards of the bindings themselves, one layer below. */
const OF_GUARD = /^(GILGuard::acquire(_unchecked)?|AttachGuard::(acquire|attach|try_attach|attach_unchecked|assume))$/;
const TOKEN = /(^|::)(pyo3|cpython)::(\w+::)*Python$/;

/** Calls that may attach, by what they are called. */
export const attachCalls = select("calls", ({ path }) => {
  const name = path.slice(path.lastIndexOf(":") + 1);
  return (
    path.lastIndexOf("::") > 0 && (TOKEN_ATTACHES.has(name) || OF_GUARD.test(path.split("::").slice(-2).join("::")))
  );
});

/** How a call spells attaching to Python, `Python::attach`; null when it does something else. */
export function attachOf(model: Model, call: Located<CallFact>): string | null {
  const { path } = call.fact;
  const separator = path.lastIndexOf("::");
  if (separator <= 0) return null;
  const name = path.slice(separator + 2);
  if (call.crate.lib === "pyo3" || call.crate.lib === "cpython") {
    const guard = path.slice(path.lastIndexOf(":", separator - 1) + 1);
    if (OF_GUARD.test(guard)) return guard;
  }
  if (!TOKEN_ATTACHES.has(name)) return null;
  const owner = path.slice(0, separator);
  const canonical = model.resolve(owner, { ...call, fact: { scope: moduleAround(call) } });
  const isToken = canonical ? TOKEN.test(canonical) : /(^|::)Python$/.test(owner);
  return isToken ? `Python::${name}` : null;
}

/** Functions bring the token in by the thousand; a module that means another `Python` says so itself. */
function moduleAround({ file, fact }: Located<CallFact>): number {
  const { scopes } = file.facts;
  let at = fact.scope;
  while (at > 0 && scopes[at]!.kind !== "mod") at = scopes[at]!.parent;
  return at;
}

/** `PyGILState_Ensure` and its like; null for every other call. */
export function gilStateOf({ path }: CallFact): string | null {
  const at = path.lastIndexOf("PyGILState_");
  return at === 0 || path[at - 1] === ":" ? path.slice(at) : null;
}

/** A way into Python that functions call, not one of the functions that are followed. */
export const isAttachPath = (path: string): boolean => /(^|::)(Python|GILGuard|AttachGuard)::\w+$/.test(path);
