import type { MilestoneId } from "#lib/milestones/milestone";
import type { Owner } from "#lib/scan/finding";

/** What of a finding says whose change would take it away. */
export interface Cause {
  rule: string;
  owner: Owner;
  symbol: string;
  /** The types on the way from a static to the Python reference, or what calls back; empty where a rule knows none. */
  through: string;
}

/** A change that PyO3, or a library beside it, could make; every project would get it with an upgrade. */
export interface UpstreamChange {
  id: string;
  title: string;
  /** What is assumed, in one or two sentences. */
  note: string;
  milestone: MilestoneId;
  /** It alone would take the finding away. */
  lifts(cause: Cause): boolean;
  /** It lets an author declare support for an own GIL. */
  opensGate: boolean;
}

const byRule =
  (...codes: string[]) =>
  ({ rule }: Cause): boolean =>
    codes.includes(rule);
/** By rule, or because the type path leads through one of PyO3's types. */
const byType =
  (type: RegExp, ...codes: string[]) =>
  ({ rule, through }: Cause): boolean =>
    codes.includes(rule) || type.test(through);
const byPackage =
  (name: RegExp) =>
  ({ rule, owner, symbol }: Cause): boolean =>
    (rule === "SI-102" || rule === "SI-062") && owner === "dependency" && name.test(symbol);

const asyncRuntimes = byPackage(/^pyo3-async/);

export const upstreamChanges: readonly UpstreamChange[] = [
  {
    id: "opt-in",
    title: "An opt-in for the slot",
    note: "Authors may declare support, and no guard refuses what they declare. Nothing is declared for them.",
    milestone: "M4",
    lifts: byRule("SI-006", "SI-007", "SI-008"),
    opensGate: true,
  },
  {
    id: "class-types",
    title: "Type objects of `#[pyclass]` per module",
    note: "Each interpreter gets its own class, also where a static names a `LazyTypeObject`.",
    milestone: "M3",
    lifts: byType(/\bLazyTypeObject\b/, "SI-022"),
    opensGate: false,
  },
  {
    id: "exceptions",
    title: "Exceptions per module",
    note: "What `create_exception!` and `import_exception!` keep is looked up in each interpreter.",
    milestone: "M3",
    lifts: byType(/\bImportedExceptionTypeObject\b/, "SI-021"),
    opensGate: false,
  },
  {
    id: "interned",
    title: "`intern!` per interpreter",
    note: "Each interpreter gets its own string, also from a static of type `Interned`.",
    milestone: "M3",
    lifts: byType(/\bInterned\b/, "SI-020"),
    opensGate: false,
  },
  {
    id: "conversions",
    title: "Conversion caches per interpreter",
    note: "Classes such as `Decimal` and `UUID` are looked up once per interpreter.",
    milestone: "M3",
    lifts: byRule("SI-023"),
    opensGate: false,
  },
  {
    id: "once-lock",
    title: "`PyOnceLock` per interpreter",
    note: "Statics stay; each interpreter finds its own value in every cell on the way, whatever type wraps it. Users of `GILOnceCell` have moved to it. `intern!`, exceptions and conversions go on keeping theirs in it, as they do at the commit that was read.",
    milestone: "M6",
    lifts: byType(/\b(PyOnceLock|GILOnceCell)\b/, "SI-020", "SI-021", "SI-023"),
    opensGate: false,
  },
  {
    id: "numpy",
    title: "NumPy's table per interpreter",
    note: "A change of rust-numpy, not of PyO3. That NumPy itself loads there is assumed; it does not today.",
    milestone: "M3",
    lifts: byRule("SI-071"),
    opensGate: false,
  },
  {
    id: "async-runtimes",
    title: "pyo3-async-runtimes per interpreter",
    note: "A change of that crate: its runtime and event loop belong to an interpreter, and its futures attach to the one that they came from.",
    milestone: "M3",
    lifts: (cause) => asyncRuntimes(cause) || (cause.rule === "SI-061" && /\bfuture_into_py/.test(cause.through)),
    opensGate: false,
  },
  {
    id: "log",
    title: "pyo3-log per interpreter",
    note: "A change of that crate: each interpreter's records reach its own `logging`.",
    milestone: "M3",
    lifts: byPackage(/^pyo3-log$/),
    opensGate: false,
  },
];

/** Ids of the changes each of which would take the finding away. */
export const liftedBy = (cause: Cause): string[] =>
  upstreamChanges.filter(({ lifts }) => lifts(cause)).map(({ id }) => id);
