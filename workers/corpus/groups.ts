export interface Group {
  name: string;
  /** What a person called the place. */
  kinds: string[];
  /** Codes of the rules that may report such a place. */
  rules: string[];
  /** Counts towards the bar of the scanner's core. */
  core?: true;
}

/** What kinds of labels and rules have in common: a place of these kinds is to be reported by one of these rules. */
export const groups: readonly Group[] = [
  { name: "not supported", kinds: ["slot-not-supported"], rules: ["SI-001"], core: true },
  { name: "supported", kinds: ["slot-supported"], rules: ["SI-002"], core: true },
  { name: "per-interpreter GIL", kinds: ["slot-per-interpreter-gil"], rules: ["SI-003"], core: true },
  { name: "PyO3 modules", kinds: ["pyo3-module"], rules: ["SI-006", "SI-007", "SI-008"], core: true },
  { name: "single-phase init", kinds: ["single-phase-init"], rules: ["SI-005", "SI-015"], core: true },
  {
    name: "static Python state",
    kinds: ["static-pyobject", "static-py-cell"],
    rules: ["SI-010", "SI-011", "SI-012", "SI-013", "SI-016"],
    core: true,
  },
  { name: "thread-local state", kinds: ["thread-local-py"], rules: ["SI-014"], core: true },
  { name: "interned strings", kinds: ["interned-static"], rules: ["SI-020"] },
  { name: "exceptions", kinds: ["exception-static"], rules: ["SI-021", "SI-015"] },
  { name: "classes", kinds: ["pyclass-static"], rules: ["SI-022", "SI-015"] },
  { name: "allocators", kinds: ["py-allocator"], rules: ["SI-050", "SI-052"], core: true },
  { name: "one-time init", kinds: ["once-python-init"], rules: ["SI-030"], core: true },
  { name: "function pointers", kinds: ["static-fn-pointer"], rules: ["SI-031"] },
  { name: "builtin types", kinds: ["builtin-type-address"], rules: ["SI-041"] },
  { name: "type definitions", kinds: ["static-type-def"], rules: ["SI-040", "SI-042"] },
  { name: "attach and PyGILState", kinds: ["gilstate-api"], rules: ["SI-060", "SI-061"] },
  { name: "capsules", kinds: ["capsule-static"], rules: ["SI-070", "SI-071"] },
  { name: "exit hooks", kinds: ["process-exit-hook"], rules: ["SI-073"] },
  { name: "interpreter life", kinds: ["main-interpreter-assumption"], rules: ["SI-063", "SI-064"] },
];
