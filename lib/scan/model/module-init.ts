import type { CallFact } from "#lib/scan/facts/facts";
import type { Located, Model } from "#lib/scan/model/model";
import { select } from "#lib/scan/model/select";

/** How far a `PyInit_…` function hands its work on. */
const MOST_CALLS = 3;

const inits = select(
  "fns",
  ({ exported, name, attributes }) =>
    exported &&
    (/^PyInit_/.test(name) || attributes.some((a) => a.path === "export_name" && a.args.includes("PyInit_"))),
);

/** Those calls that an exported `PyInit_…` makes or hands on. */
export function callsFromInit(
  model: Model,
  callsOf: (model: Model) => readonly Located<CallFact>[],
): Located<CallFact>[] {
  const calls = callsOf(model);
  if (calls.length === 0) return [];
  const reached = new Set(inits(model).flatMap((init) => model.reach(init, MOST_CALLS)));
  return calls.filter((call) => {
    const fn = model.enclosingFn(call);
    return fn !== null && reached.has(fn);
  });
}
