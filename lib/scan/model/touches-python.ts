import { attachOf } from "#lib/scan/model/attach";
import type { Located, Model, SourceFile } from "#lib/scan/model/model";
import { perModel } from "#lib/scan/model/per-model";

/** How many calls deep a hook's code is followed. */
const MOST_CALLS = 3;
const C_API = /(^|::)_?Py(_|[A-Z]\w*_)\w+$/;

/** Whether a function, or code that is handed on, attaches or calls the C API, at most three calls away. */
export function touchesPython(model: Model, of: Located<{ body: number }>): boolean {
  const direct = touching(model);
  if (direct.get(of.file)?.has(of.fact.body)) return true;
  const inside = { ...of, fact: { scope: of.fact.body } };
  return model.callees(of).some((path) => {
    const callee = model.fnNamed(path, inside);
    const reached = callee ? model.reach(callee, MOST_CALLS - 1) : [];
    return reached.some((fn) => direct.get(fn.file)?.has(fn.fact.body));
  });
}

/** Scopes in which Python is called, by file. */
const touching = perModel((model) => {
  const found = new Map<SourceFile, Set<number>>();
  for (const call of model.calls) {
    if (!C_API.test(call.fact.path) && attachOf(model, call) === null) continue;
    const scopes = found.get(call.file) ?? new Set<number>();
    found.set(call.file, scopes);
    for (let at = call.fact.scope; at >= 0 && !scopes.has(at); at = call.file.facts.scopes[at]!.parent) scopes.add(at);
  }
  return found;
});
