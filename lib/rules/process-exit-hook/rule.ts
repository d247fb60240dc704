import type { CallFact } from "#lib/scan/facts/facts";
import type { Located, Model } from "#lib/scan/model/model";
import { select } from "#lib/scan/model/select";
import { isTemplate } from "#lib/scan/model/static-state";
import { touchesPython } from "#lib/scan/model/touches-python";
import { defineRule } from "#lib/scan/rule";
import { sight } from "#lib/scan/sighting";

const registers = select(
  "calls",
  (fact, file) => /(^|::)(Py_AtExit|atexit)$/.test(fact.path) && !isTemplate({ fact, file }),
);
/** `#[ctor::dtor]`, `#[dtor]` */
const destructors = select("fns", ({ attributes }) => attributes.some((a) => /(^|::)dtor$/.test(a.path)));

export default defineRule({
  code: "SI-073",
  slug: "process-exit-hook",
  revision: 1,
  severity: "moderate",
  owner: "crate",
  group: "C-API caches and hooks",
  title: "Exit hook of the process",
  summary: "A hook that runs once, at the end of the process, comes after every sub-interpreter is gone.",
  why: "`Py_AtExit` runs its function when Python as a whole has shut down, `atexit` of the C library and destructors of statics later still. A sub-interpreter may end hours before, and what the hook was to clean up is then gone or still there, for each interpreter that came and went.\n\nA hook that touches Python objects does so without an attached thread. An exit hook that only frees native memory is not reported.",
  effects: {
    legacy: {
      severity: "moderate",
      text: "Nothing is cleaned up when the interpreter ends; at exit its objects are gone.",
    },
    ownGil: { severity: "moderate", text: "The same." },
  },
  versions: {
    "3.13": "`PyUnstable_AtExit` takes the interpreter whose end is meant.",
  },
  remedy: [
    {
      title: "Clean up in `m_free`.",
      text: "A module's state is freed with its interpreter, which is the moment that is meant.",
    },
    {
      title: "Or use `PyUnstable_AtExit`.",
      text: "It takes the interpreter whose end is to be waited for.",
    },
  ],
  references: [
    {
      title: "Py_AtExit and interpreter shutdown",
      url: "https://docs.python.org/3/c-api/sys.html#c.Py_AtExit",
    },
    { title: "PyUnstable_AtExit", url: "https://docs.python.org/3/c-api/init.html#c.PyUnstable_AtExit" },
  ],
  milestones: ["M3"],
  *check(model) {
    for (const call of registers(model)) {
      const { path } = call.fact;
      const name = path.slice(path.lastIndexOf(":") + 1);
      if (name === "Py_AtExit" || runsPython(model, call))
        yield sight(call, { symbol: name, shape: "call", evidence: { hook: name } });
    }
    for (const fn of destructors(model)) {
      if (touchesPython(model, fn))
        yield sight(fn, { symbol: fn.fact.name, shape: "destructor", evidence: { hook: "destructor" } });
    }
    for (const item of model.statics) {
      const section = item.fact.attributes.some((a) => a.path === "link_section" && a.args.includes("fini_array"));
      const fn = section ? model.fnNamed(item.fact.init, item) : null;
      if (fn && touchesPython(model, fn))
        yield sight(item, { symbol: item.fact.name, shape: "destructor", evidence: { hook: "destructor" } });
    }
  },
  message: ({ hook }, symbol) =>
    hook === "destructor"
      ? `\`${symbol}\` runs at the end of the process and touches Python`
      : `what \`${symbol}\` registers runs at the end of the process, after every sub-interpreter`,
});

/** The C library's hook is native business, unless what it runs is found to touch Python. */
function runsPython(model: Model, call: Located<CallFact>): boolean {
  if (!/^(libc::|.*::ffi::)?atexit$/.test(model.resolve(call.fact.path, call) ?? call.fact.path)) return false;
  const fn = model.fnNamed(call.fact.args, call);
  return fn !== null && touchesPython(model, fn);
}
