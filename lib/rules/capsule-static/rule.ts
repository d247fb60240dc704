import type { At, CallFact, FnFact, StaticFact } from "#lib/scan/facts/facts";
import type { Severity, TypeStep } from "#lib/scan/finding";
import type { Located, Model, Package } from "#lib/scan/model/model";
import { select } from "#lib/scan/model/select";
import { staticState } from "#lib/scan/model/static-state";
import { defineRule } from "#lib/scan/rule";
import { sight } from "#lib/scan/sighting";

/** Methods by which a static is filled. */
const FILLS =
  /^\.(set|store|swap|compare_exchange|replace|insert|init|force|call_once(_force)?(_py_attached)?|get_or_(try_)?init(_py_attached)?)$/;

const tables = select("calls", ({ path }) => /(^|::)(PyDateTime_IMPORT|PyCapsule_Import)$/.test(path));
const fills = select("calls", ({ path }) => FILLS.test(path));

export default defineRule({
  code: "SI-070",
  slug: "capsule-static",
  revision: 1,
  severity: "moderate",
  owner: "crate",
  group: "C-API caches and hooks",
  title: "C API table kept for the process",
  summary: "A table of C functions that one interpreter's module exported is kept for all of them.",
  why: "A capsule belongs to a module object, and a module object to an interpreter. Its table may point to types of that module. `PyDateTime_IMPORT` fills one static in `pyo3-ffi` for the whole process.\n\nThe `datetime` table is the same in every interpreter where the C module is used and its types are static; with the Python fallback, or with a capsule of any other extension, the second interpreter reads what belongs to the first.",
  effects: {
    legacy: {
      severity: "moderate",
      text: "The first interpreter's table serves all; it dangles if its module is freed.",
    },
    ownGil: { severity: "moderate", text: "The same; on CPython 3.12 `_datetime` itself refuses the import." },
  },
  versions: {
    "3.12": "`_datetime` refuses an own GIL; the Python stand-in that is then imported has other types than the table.",
    "3.13": "The table of `datetime` is one for all interpreters; others depend on the module that made them.",
  },
  remedy: [
    {
      title: "Keep the table in module state.",
      text: "Import the capsule in `Py_mod_exec` and store the pointer beside the module's other state.",
    },
    {
      title: "Or ask for types when they are needed.",
      text: "Import `datetime` in each interpreter and keep its classes in the module's state.",
    },
  ],
  references: [
    { title: "DateTime objects: PyDateTime_IMPORT", url: "https://docs.python.org/3/c-api/datetime.html" },
    { title: "Capsules", url: "https://docs.python.org/3/c-api/capsule.html" },
  ],
  milestones: ["M3"],
  *check(model) {
    for (const call of tables(model)) {
      const name = call.fact.path.split("::").at(-1)!;
      // Where the binding layer itself is scanned, the static that it fills is the finding.
      if (name === "PyDateTime_IMPORT" && !model.fnNamed(call.fact.path, call)) {
        yield sight(call, {
          symbol: name,
          shape: "datetime",
          evidence: { capsule: "datetime.datetime_CAPI" },
          severity: datetimeSeverity(model.package(call.crate)),
        });
      } else if (name === "PyCapsule_Import" && isKept(model, call)) {
        const capsule = /"([^"]+?)(?:\\0)?"/.exec(call.fact.args)?.[1] ?? null;
        yield sight(call, { symbol: name, shape: capsule ?? "capsule", evidence: { capsule } });
      }
    }
    for (const item of model.statics) {
      const typePath = tablePath(model, item);
      if (!typePath) continue;
      yield sight(item, {
        symbol: item.fact.name,
        shape: "datetime",
        evidence: { capsule: "datetime.datetime_CAPI", typePath },
      });
    }
  },
  message: ({ capsule }, symbol) =>
    `\`${symbol}\` keeps ${capsule ? `\`${capsule}\`` : "a capsule's table"} for the whole process`,
});

/** From 3.13 on the table and its types are the same in every interpreter. */
function datetimeSeverity({ abi3 }: Package): Severity {
  return Number(/^abi3t?-py3(\d+)$/.exec(abi3 ?? "")?.[1] ?? 0) >= 13 ? "info" : "moderate";
}

/** Steps to the `datetime` table of a static that is made for it. */
function tablePath(model: Model, item: Located<StaticFact>): TypeStep[] | null {
  const steps = staticState(model, item)?.steps;
  return steps?.at(-1)?.label.includes("PyDateTime_CAPI") ? steps : null;
}

/** The table, or what is read from it, ends in a static: in its initialiser, or by a function that fills one. */
function isKept(model: Model, call: Located<CallFact>): boolean {
  const within = (at: At): boolean => at.start <= call.fact.at.start && call.fact.at.end <= at.end;
  if (model.statics.some((item) => item.file === call.file && within(item.fact.at))) return true;
  const fn = model.enclosingFn(call);
  if (!fn) return false;
  if (model.writes.some((write) => model.enclosingFn(write) === fn && model.staticNamed(write.fact.target, write)))
    return true;
  const filled = fills(model)
    .filter((c) => model.enclosingFn(c) === fn || mentions(model, c.fact.args, c, fn))
    .flatMap((fill) => model.staticNamed(fill.fact.receiver, fill) ?? []);
  // A static that is made for the table is a finding itself.
  if (filled.some((item) => !tablePath(model, item))) return true;
  return model.statics.some((item) => item.crate === call.crate && mentions(model, item.fact.init, item, fn));
}

/** Whether a text calls or hands on the function; a method of the same name is another one. */
function mentions(model: Model, text: string, from: Located<unknown>, fn: Located<FnFact>): boolean {
  return (
    text.includes(fn.fact.name) &&
    (text.match(/(?<![.\w:])[a-zA-Z_][\w:]*/g) ?? []).some(
      (path) => path.endsWith(fn.fact.name) && model.fnNamed(path, from) === fn,
    )
  );
}
