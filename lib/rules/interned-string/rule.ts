import { isFrameworkMacro } from "#lib/scan/model/framework";
import { select } from "#lib/scan/model/select";
import { defineRule } from "#lib/scan/rule";
import { groupBy, sightAll } from "#lib/scan/sighting";

const MACRO = /(^|::)(intern|py_format)$/;

const interned = select("macros", ({ path }) => MACRO.test(path));

export default defineRule({
  code: "SI-020",
  slug: "interned-string",
  revision: 2,
  severity: "moderate",
  owner: "framework",
  group: "Statics hidden in PyO3 macros",
  title: "Interned string in a hidden static",
  summary: "Each `intern!` declares a static that keeps one interpreter's string.",
  why: '`intern!(py, "name")` expands to a static and returns the string in it. Interned strings belong to one interpreter; they are immortal in CPython 3.12 and ordinary, counted objects in 3.13. `py_format!` does the same with its text when there is nothing to fill in.\n\nThe crate cannot change where the macro stores its string. These findings count what depends on PyO3, one finding for each file, and are kept apart from the crate\'s own statics.',
  effects: {
    legacy: {
      severity: "moderate",
      text: "Attribute names of the first interpreter are used in all; comparison by identity fails, and the string dangles after its interpreter ends.",
    },
    ownGil: { severity: "refused", text: "CPython refuses PyO3's modules here so far." },
  },
  versions: {
    "3.12": "The string is immortal: it is another interpreter's, but it does not dangle.",
    "3.13": "The string is counted and ends with its interpreter; the static then dangles.",
  },
  remedy: [
    {
      title: "Wait for PyO3.",
      text: "The macro can keep its text and change its storage; no call has to be rewritten.",
    },
    {
      title: "Leave it out on cold paths.",
      text: "A plain `&str` makes a short-lived string, which is enough where time does not matter.",
    },
  ],
  references: [
    { title: "intern!", url: "https://docs.rs/pyo3/latest/pyo3/macro.intern.html" },
    { title: "PyO3#3451, the tracking issue for sub-interpreters", url: "https://github.com/PyO3/pyo3/issues/3451" },
  ],
  milestones: ["M3"],
  *check(model) {
    const calls = interned(model).filter((call) => isFrameworkMacro(model, call.fact.path, call));
    for (const found of groupBy(calls, (call) => `${call.scope} ${call.file.path}`).values()) {
      const { scope, file } = found[0]!;
      yield sightAll(found, {
        symbol: "intern!",
        item: file.module,
        shape: scope,
        evidence: { count: found.length },
        root: "intern!",
      });
    }
  },
  message: ({ count }) =>
    count === 1 ? "one string is interned for all interpreters" : `${count} strings are interned for all interpreters`,
});
