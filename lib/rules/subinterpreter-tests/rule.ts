import type { Evidence } from "#lib/scan/finding";
import type { Crate } from "#lib/scan/model/model";
import type { PythonTest } from "#lib/scan/model/python-tests";
import { scopeOf } from "#lib/scan/model/scope";
import { defineRule, type Sighting } from "#lib/scan/rule";

interface Tested extends Evidence {
  expects: PythonTest["expects"];
  /** What the tests reach interpreters by. */
  through: string[];
  count: number;
}

export default defineRule<Tested>({
  code: "SI-091",
  slug: "subinterpreter-tests",
  revision: 1,
  severity: "positive",
  owner: "crate",
  group: "Configuration and evidence",
  title: "Tested in a sub-interpreter",
  summary: "A Python test of the project runs something in a sub-interpreter and says what it expects there.",
  why: "A declaration is a promise, a test is evidence that somebody tried. A test that expects the import to work backs a declared support; one that expects an ImportError shows that the refusal is meant.\n\nOnly tests of the repository are read, by the names through which Python reaches interpreters. What they do inside is not judged, nor whether they pass.",
  effects: {
    legacy: {
      severity: "none",
      text: "Tests usually make interpreters with a GIL of their own; `_xxsubinterpreters` may not.",
    },
    ownGil: { severity: "none", text: "What the test expects is what the project knows of." },
  },
  versions: {
    "3.9": "Tests reach interpreters by `_xxsubinterpreters`, in 3.12 too.",
    "3.13": "The module is called `_interpreters`.",
    "3.14": "`concurrent.interpreters` and `InterpreterPoolExecutor` are public.",
  },
  remedy: [
    {
      title: "Run the tests there as well.",
      text: "One test that imports the module in a second interpreter, uses it, and ends the interpreter finds most of what this scanner looks for.",
    },
  ],
  references: [
    { title: "concurrent.interpreters", url: "https://docs.python.org/3/library/concurrent.interpreters.html" },
    { title: "PEP 734: Multiple Interpreters in the Stdlib", url: "https://peps.python.org/pep-0734/" },
  ],
  milestones: ["M5"],
  *check(model) {
    for (const crate of model.crates) {
      for (const expects of ["works", "refused"] as const) {
        const tests = model.package(crate).tests.filter((test) => test.expects === expects);
        if (tests.length > 0) yield sightTests(crate, expects, tests);
      }
    }
  },
  gate: ({ expects }) =>
    expects === "works" ? { tested: true, owner: "crate", because: "its tests run it in a sub-interpreter" } : null,
  message: ({ expects, through, count }) => {
    const tests = count === 1 ? "a test" : `${count} tests`;
    const by = `through \`${through[0]}\``;
    return expects === "works"
      ? `${tests} ${count === 1 ? "expects" : "expect"} it to work in a sub-interpreter, ${by}`
      : `${tests} ${count === 1 ? "expects" : "expect"} a sub-interpreter to refuse it, ${by}`;
  },
});

/** What tests say is said of the code that is shipped. */
function sightTests(crate: Crate, expects: PythonTest["expects"], tests: readonly PythonTest[]): Sighting<Tested> {
  return {
    crate,
    scope: scopeOf(crate.manifest, "Cargo.toml", crate.vendored),
    cfg: null,
    item: "",
    symbol: "sub-interpreter tests",
    shape: expects,
    sites: tests.map(({ path, line }) => ({ path, line, endLine: line, column: 1 })),
    evidence: { expects, through: [...new Set(tests.map(({ api }) => api))], count: tests.length },
    severity: expects === "works" ? "positive" : "info",
  };
}
