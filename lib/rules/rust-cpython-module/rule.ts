import type { Evidence } from "#lib/scan/finding";
import type { Crate } from "#lib/scan/model/model";
import { select } from "#lib/scan/model/select";
import { defineRule } from "#lib/scan/rule";
import { sight } from "#lib/scan/sighting";

interface Macro extends Evidence {
  macro: "py_module_initializer" | "py_class" | "py_exception";
}

const MACRO = /(?:^|::)(py_module_initializer|py_class|py_exception)$/;
const DOES: Record<Macro["macro"], string> = {
  py_module_initializer: "makes a module in a single phase",
  py_class: "keeps one type object for all interpreters",
  py_exception: "keeps one exception class for all interpreters",
};

const declarations = select("macros", ({ path }) => MACRO.test(path));

export default defineRule<Macro>({
  code: "SI-015",
  slug: "rust-cpython-module",
  revision: 1,
  severity: "blocker",
  owner: "crate",
  group: "Declaration and initialisation",
  title: "Module of rust-cpython",
  summary:
    "The module is made with the `cpython` crate, which initialises in a single phase and is no longer maintained.",
  why: "`py_module_initializer!` calls `PyModule_Create` with `m_size: -1`, so interpreters that check extensions refuse the module, and a second legacy interpreter gets a copy of the first one's dictionary. `py_class!` and `py_exception!` keep their type objects in statics.\n\nThe crate's last commit is of July 2024. Nothing of this will change there; PyO3 is where its users went.",
  effects: {
    legacy: {
      severity: "critical",
      text: "The first interpreter's classes and functions are copied into every other.",
    },
    ownGil: { severity: "refused", text: "ImportError: a single-phase module has no slots." },
  },
  versions: {
    "3.9": "Every legacy interpreter loads a copy of the first one's dictionary.",
    "3.12": "An interpreter that checks its extensions refuses a single-phase module.",
    "3.13": "The module is initialised in the main interpreter first, so the copies are of the main one's dictionary.",
  },
  remedy: [
    {
      title: "Move to PyO3.",
      text: "Its macros have the same shape; this is the way that the crate itself recommends.",
    },
    {
      title: "Or to pyo3-ffi.",
      text: "A module of raw FFI can initialise in phases and declare its support today.",
    },
  ],
  references: [
    { title: "rust-cpython, and its note on maintenance", url: "https://github.com/dgrunwald/rust-cpython" },
    { title: "PEP 489: multi-phase extension module initialization", url: "https://peps.python.org/pep-0489/" },
  ],
  milestones: ["M3"],
  *check(model) {
    for (const call of declarations(model)) {
      const macro = MACRO.exec(call.fact.path)![1] as Macro["macro"];
      if (!bindsRustCpython(call.crate) || model.resolve(call.fact.path, call)?.startsWith("pyo3")) continue;
      const symbol = nameIn(macro, call.fact.args);
      // In the body of another macro the name is yet to come.
      if (symbol.startsWith("$")) continue;
      yield sight(call, {
        symbol,
        shape: macro,
        evidence: { macro },
        severity: macro === "py_module_initializer" ? "blocker" : "critical",
        root: macro === "py_module_initializer" ? null : `${macro}!`,
      });
    }
  },
  gate: ({ macro }) =>
    macro === "py_module_initializer"
      ? {
          legacy: "loads",
          ownGil: "refused",
          owner: "crate",
          because:
            "rust-cpython initialises the module in a single phase, which legacy interpreters load and interpreters that check extensions refuse",
        }
      : null,
  message: ({ macro }, symbol) => `\`${macro}!\` ${DOES[macro]}: \`${symbol}\``,
});

const bindsRustCpython = ({ binding }: Crate): boolean => binding === "cpython" || binding === "python3-sys";

/** `py_module_initializer!(example, …)`, `py_exception!(example, Error)`, `py_class!(pub class Point |py| { … })`. */
function nameIn(macro: Macro["macro"], args: string): string {
  if (macro === "py_class") return /\bclass (\w+)/.exec(args)?.[1] ?? "class";
  const parts = args.split(",").map((part) => part.trim());
  return (macro === "py_exception" ? parts[1] : parts[0]) || macro;
}
