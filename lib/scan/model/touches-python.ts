import { attachCalls, attachOf } from "#lib/scan/model/attach";
import type { Located, Model, SourceFile } from "#lib/scan/model/model";
import { perItem } from "#lib/scan/model/per-model";
import { select } from "#lib/scan/model/select";

/** How many calls deep a hook's code is followed. */
const MOST_CALLS = 3;
const C_API = /(^|::)_?Py(_|[A-Z]\w*_)\w+$/;

const apiCalls = select("calls", ({ path }) => C_API.test(path));

/** Whether a function, or code that is handed on, attaches or calls the C API, at most three calls away. */
export function touchesPython(model: Model, of: Located<{ body: number }>): boolean {
  const touches = ({ file, fact }: Located<{ body: number }>): boolean => touching(model, file).has(fact.body);
  return touches(of) || model.called(of).some((callee) => model.reach(callee, MOST_CALLS - 1).some(touches));
}

/** Scopes of a file in which Python is called. */
const touching = perItem((model, file: SourceFile): ReadonlySet<number> => {
  const found = new Set<number>();
  const { crate, facts } = file;
  if (crate.binding === "none" || !crate.inScope) return found;
  const attaching = attachCalls.in(file).filter((call) => attachOf(model, call) !== null);
  for (const { fact } of [...apiCalls.in(file), ...attaching])
    for (let at = fact.scope; at >= 0 && !found.has(at); at = facts.scopes[at]!.parent) found.add(at);
  return found;
});
