import { pyExceptions } from "#lib/scan/model/python-classes";
import { defineRule } from "#lib/scan/rule";
import { sight } from "#lib/scan/sighting";

export default defineRule({
  code: "SI-021",
  slug: "exception-static",
  revision: 3,
  severity: "moderate",
  owner: "framework",
  group: "Statics hidden in PyO3 macros",
  title: "Exception class in a hidden static",
  summary: "`create_exception!` and `import_exception!` keep one exception class for the whole process.",
  why: "The macro expands to a static with the class object in it. `create_exception!` makes a heap type whose base and `__module__` belong to the first interpreter; `import_exception!` keeps the class that the first interpreter imported.\n\nThe second interpreter raises the first one's class. An `except` clause that names the class as its own interpreter knows it does not catch it, since the two are different objects.",
  effects: {
    legacy: {
      severity: "moderate",
      text: "The class is shared: `except` misses it where the class was imported, and it dangles after the first interpreter ends.",
    },
    ownGil: { severity: "refused", text: "CPython refuses PyO3's modules here so far." },
  },
  versions: {
    "3.9": "Where PyO3 lets the module in, all interpreters have one class.",
    "3.12": "Legacy interpreters share the class as before; one with an own GIL refuses the module and never sees it.",
  },
  remedy: [
    { title: "Wait for PyO3.", text: "The macro can move the class into module state without a change in the crate." },
    {
      title: "Define the class in Python.",
      text: "A class in the package's own Python code belongs to its interpreter; import it where it is raised.",
    },
  ],
  references: [
    { title: "create_exception!", url: "https://docs.rs/pyo3/latest/pyo3/macro.create_exception.html" },
    { title: "import_exception!", url: "https://docs.rs/pyo3/latest/pyo3/macro.import_exception.html" },
    { title: "PyO3#3451, the tracking issue for sub-interpreters", url: "https://github.com/PyO3/pyo3/issues/3451" },
  ],
  milestones: ["M3"],
  *check(model) {
    for (const { at, name, macro, module } of pyExceptions(model))
      yield sight(at, { symbol: name, shape: macro, evidence: { macro, module }, root: `${macro}!` });
  },
  message: ({ macro }, symbol) => `\`${macro}!\` keeps the class \`${symbol}\` of the first interpreter for all`,
});
