import type { MilestoneId } from "#lib/milestones/milestone";

/** A change that PyO3, or a library beside it, could make; every project would get it with an upgrade. */
export interface UpstreamChange {
  id: string;
  title: string;
  note: string;
  milestone: MilestoneId;
  /** Rules whose findings it would take away from every project. */
  rules: readonly string[];
  /** It lets an author declare support for an own GIL. */
  opensGate: boolean;
}

export const upstreamChanges: readonly UpstreamChange[] = [
  {
    id: "opt-in",
    title: "An opt-in for the slot",
    note: "Authors may declare support; nothing is declared for them.",
    milestone: "M4",
    rules: ["SI-006", "SI-007", "SI-008"],
    opensGate: true,
  },
  {
    id: "class-types",
    title: "Type objects of `#[pyclass]` per module",
    note: "Each interpreter gets its own class.",
    milestone: "M3",
    rules: ["SI-022"],
    opensGate: false,
  },
  {
    id: "exceptions",
    title: "Exceptions per module",
    note: "What `create_exception!` and `import_exception!` keep.",
    milestone: "M3",
    rules: ["SI-021"],
    opensGate: false,
  },
  {
    id: "interned",
    title: "`intern!` per interpreter",
    note: "Each interpreter gets its own string.",
    milestone: "M3",
    rules: ["SI-020"],
    opensGate: false,
  },
  {
    id: "conversions",
    title: "Conversion caches per interpreter",
    note: "Classes such as `Decimal` and `UUID` are looked up once per interpreter.",
    milestone: "M3",
    rules: ["SI-023"],
    opensGate: false,
  },
  {
    id: "once-lock",
    title: "`PyOnceLock` per interpreter",
    note: "Statics of this type stay; each interpreter finds its own value in them.",
    milestone: "M6",
    rules: ["SI-012"],
    opensGate: false,
  },
  {
    id: "numpy",
    title: "NumPy's table per interpreter",
    note: "A change of rust-numpy, not of PyO3.",
    milestone: "M3",
    rules: ["SI-071"],
    opensGate: false,
  },
];
