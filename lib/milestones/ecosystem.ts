import type { Status } from "#lib/scan/report";

/** What is known of a project at one commit: a point of its history, or today. */
export interface Figures {
  status: Status;
  /** Rule code → findings of production code. */
  rules: Readonly<Record<string, number>>;
  pyo3Version: string | null;
  /** Findings of production code with a cell that locks with the GIL. */
  gilCells: number;
  /** Critical findings of the crate's own statics that keep Python data. */
  ownCritical: number;
}

/** PyO3's cells that lock with the GIL, in the text of a type. */
export const GIL_CELL = /\bGIL(OnceCell|Protected)\b/;

/** A yes-or-no question to every project that ships an extension. */
export interface Measure {
  id: string;
  /** Completes “projects …”. */
  asks: string;
  holds(figures: Figures): boolean;
  /** Code of a rule without which the answer is not known. */
  needs?: string;
}

const none = (figures: Figures, codes: readonly string[]): boolean => codes.every((code) => !figures.rules[code]);

/** Rules that look for statics that keep Python data. */
export const ownStatics = ["SI-010", "SI-011", "SI-012", "SI-013", "SI-014", "SI-016"];
const hiddenStatics = ["SI-020", "SI-021", "SI-022", "SI-023"];

const isTested = ({ rules }: Figures): boolean => (rules["SI-091"] ?? 0) > 0;

export const measures = {
  synchronised: {
    id: "synchronised",
    asks: "without a static GILOnceCell or GILProtected",
    holds: (figures) => figures.gilCells === 0,
  },
  nothingToMigrate: {
    id: "nothing-to-migrate",
    asks: "without static Python data of their own",
    holds: (figures) => none(figures, ownStatics),
  },
  noStaticPython: {
    id: "no-static-python",
    asks: "without static Python data, neither their own nor what PyO3's macros make",
    holds: (figures) => none(figures, [...ownStatics, ...hiddenStatics, "SI-030", "SI-040"]),
  },
  couldOptIn: {
    id: "could-opt-in",
    asks: "whose own code keeps no Python data in a static that is critical, so that they could opt in",
    holds: ({ ownCritical, status }) => ownCritical === 0 && status !== "unknown",
  },
  evidenced: {
    id: "evidenced",
    asks: "with a sub-interpreter test or statement that a rule found",
    holds: (figures) => isTested(figures),
    needs: "SI-091",
  },
  nothingToAudit: {
    id: "nothing-to-audit",
    asks: "that are candidates, or declare support and test it: nothing of their own is known to stand in the way",
    holds: (figures) => figures.status === "candidate" || (figures.status === "declared" && isTested(figures)),
  },
} satisfies Record<string, Measure>;

/** One kind of hazard, as charts group rules; it holds for projects that are clear of it. */
export interface HazardClass extends Measure {
  name: string;
  rules: readonly string[];
}

const hazardClass = (id: string, name: string, rules: readonly string[]): HazardClass => ({
  ...{ id, name, rules, asks: `clear of ${name}` },
  holds: (figures) => none(figures, rules),
});

export const hazardClasses: readonly HazardClass[] = [
  hazardClass("own-statics", "statics of their own", ownStatics),
  hazardClass("hidden-statics", "statics of PyO3's macros", hiddenStatics),
  hazardClass("once", "one-time initialisation", ["SI-030"]),
  hazardClass("types", "static types", ["SI-040"]),
  hazardClass("memory", "Python's allocator", ["SI-050", "SI-051", "SI-052"]),
  hazardClass("threads", "threads and attach", ["SI-060", "SI-061", "SI-063", "SI-064", "SI-065"]),
  hazardClass("c-api", "C-API caches", ["SI-070", "SI-071", "SI-072"]),
];

/** Where a project stands in the readiness index; it holds for the projects at this level, and each is at one at most. */
export interface Level extends Measure {
  name: string;
  /** What a project at this level adds to the index, in tenths. */
  tenths: number;
}

const level = (id: string, name: string, tenths: number, holds: Measure["holds"]): Level => ({
  ...{ id, name, tenths, holds, asks: `whose level is ${name}` },
});
const atStatus =
  (wanted: Status): Measure["holds"] =>
  ({ status }) =>
    status === wanted;

/** Best first. What is unknown has no level: it is outside the index, and so is what ships no extension. */
export const levels: readonly Level[] = [
  level("tested", "Declared and tested", 10, (f) => f.status === "declared" && isTested(f)),
  level("declared", "Declared", 8, (f) => f.status === "declared" && !isTested(f)),
  level("candidate", "Candidate", 6, atStatus("candidate")),
  level("needs-audit", "Needs audit", 3, atStatus("needs-audit")),
  level("hazardous", "Hazardous", 1, atStatus("hazardous")),
  level("conflict", "Conflict", 0, atStatus("conflict")),
];

/** Every status that an extension may have, as charts order them. */
export const statuses: readonly (Measure & { status: Status })[] = (
  ["declared", "candidate", "needs-audit", "hazardous", "conflict", "unknown"] as const
).map((status) => ({
  ...{ id: `status-${status}`, status, asks: `whose status is ${status.replace("-", " ")}`, holds: atStatus(status) },
}));

/** The readiness index of so many projects by level, in the order of `levels`: Σ weight ÷ N, never one without the other. */
export function indexOf(counts: readonly number[]): { tenths: number; projects: number } {
  return {
    tenths: counts.reduce((sum, n, at) => sum + n * (levels[at]?.tenths ?? 0), 0),
    projects: counts.reduce((sum, n) => sum + n, 0),
  };
}

/** Everything that is asked of every project, today and at every commit. */
export const questions: readonly Measure[] = [...Object.values(measures), ...hazardClasses, ...levels, ...statuses];

/** Whether it is an extension to be asked; a library or a program is not. */
export const answers = ({ status }: Figures): boolean => status !== "not-applicable";

/**
 * How many cells with the GIL there were at a commit of the past. A finding keeps the type that was seen last, and goes on when
 * its cell becomes a `PyOnceLock`; before PyO3 0.26, which brought that one, every cell of PyO3's locked with the GIL.
 */
export function gilCellsThen({ rules, pyo3Version }: Pick<Figures, "rules" | "pyo3Version">, seen: number): number {
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(pyo3Version ?? "") ?? [];
  const before = major === "0" && Number(minor) < 26;
  return before ? Math.max(seen, rules["SI-012"] ?? 0) : seen;
}
