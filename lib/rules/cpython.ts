import type { CPython, RuleMeta } from "#lib/scan/rule";

/** What a hazard meets in some versions of CPython. */
export interface VersionRow {
  cpython: string;
  /** What is so of sub-interpreters there, whatever the rule. */
  interpreters: string;
  /** What the rule has to say of it; null when the hazard is as in the versions before. */
  hazard: string | null;
}

const VERSIONS: Record<CPython, Omit<VersionRow, "hazard">> = {
  "3.9": {
    cpython: "3.9 to 3.11",
    interpreters: "All share one GIL, and no slot is asked for: legacy interpreters only.",
  },
  "3.12": {
    cpython: "3.12",
    interpreters:
      "An interpreter may have an own GIL; only `Py_MOD_PER_INTERPRETER_GIL_SUPPORTED` loads there. Builtin types and `None` are immortal.",
  },
  "3.13": {
    cpython: "3.13",
    interpreters:
      "Interned strings are counted objects again. A single-phase module is initialised in the main interpreter first.",
  },
  "3.14": {
    cpython: "3.14",
    interpreters: "`concurrent.interpreters` and `InterpreterPoolExecutor` bring own-GIL interpreters to everybody.",
  },
  "3.15": {
    cpython: "3.15",
    interpreters: "PEP 788 lets a thread attach to the interpreter that it works for.",
  },
  "free-threaded": {
    cpython: "free-threaded builds",
    interpreters: "There is no GIL to hold, in any interpreter.",
  },
};

/** Shown for every rule; the others only where a rule differs there. */
const ALWAYS: readonly CPython[] = ["3.9", "3.12", "3.13", "3.14"];

/** By version of CPython, oldest first. */
export function versionRows({ versions = {} }: Pick<RuleMeta, "versions">): VersionRow[] {
  return (Object.keys(VERSIONS) as CPython[])
    .filter((cpython) => ALWAYS.includes(cpython) || versions[cpython])
    .map((cpython) => ({ ...VERSIONS[cpython], hazard: versions[cpython] ?? null }));
}
