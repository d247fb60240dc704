import type { At } from "#lib/scan/facts/facts";
import type { Located, Model } from "#lib/scan/model/model";

/** How far a `PyInit_…` function hands its work on. */
const MOST_CALLS = 3;

/** Calls of a C function that an exported `PyInit_…` makes or hands on. */
export function callsFromInit(model: Model, callee: RegExp): Located<{ at: At }>[] {
  const calls = model.calls.filter(({ fact }) => callee.test(fact.path));
  if (calls.length === 0) return [];
  const inits = model.fns.filter(
    ({ fact }) =>
      fact.exported &&
      (/^PyInit_/.test(fact.name) ||
        fact.attributes.some((a) => a.path === "export_name" && a.args.includes("PyInit_"))),
  );
  const reached = new Set(inits.flatMap((init) => model.reach(init, MOST_CALLS)));
  return calls.filter((call) => {
    const fn = model.enclosingFn(call);
    return fn !== null && reached.has(fn);
  });
}
