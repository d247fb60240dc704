import type { Store } from "#lib/db/store";
import type { LegacyGate, OwnGilGate, Status } from "#lib/scan/report";

export type ProjectState = "waiting" | "cloning" | "reading" | "ready" | "failed";

/** Where work under way has got to; `phase` is the worker's own word. */
export interface Progress {
  phase: string;
  done: number;
  total: number;
  note: string;
}

/** Why the last attempt failed and when the next one is due. */
export interface Failure {
  code: string;
  message: string;
  remedy: string | null;
  at: Date | null;
  attempts: number;
  nextAt: Date | null;
}

/** The answer that lists show: the worst of a project's extensions. */
export interface Answer {
  status: Status;
  gateLegacy: LegacyGate;
  gateOwnGil: OwnGilGate;
  unguarded: boolean;
  /** Places of critical findings that the project itself would change; so the next two count places. */
  crateCritical: number;
  crateModerate: number;
  /** Critical and moderate, of PyO3. */
  framework: number;
  binding: string | null;
  pyo3Version: string | null;
  abi3: string | null;
}

export interface ProjectLine {
  slug: string;
  source: string;
  kind: string;
  pypi: string | null;
  state: ProjectState;
  progress: Progress | null;
  failure: Failure | null;
  /** null until the first scan. */
  answer: Answer | null;
  /** Last time that the repository answered, or was read. */
  checkedAt: Date | null;
  scannedAt: Date | null;
  /** When its repository was first seen to be archived; it is looked at rarely then. */
  archivedAt: Date | null;
}

export const projectLineColumns = {
  id: true,
  slug: true,
  source: true,
  kind: true,
  pypi: true,
  state: true,
  progress: true,
  failure: true,
  fetchedAt: true,
  scannedAt: true,
  archivedAt: true,
  status: true,
  gateLegacy: true,
  gateOwnGil: true,
  unguarded: true,
  crateCritical: true,
  crateModerate: true,
  framework: true,
  binding: true,
  pyo3Version: true,
  abi3: true,
} as const;

interface Row {
  slug: string;
  source: string;
  kind: string;
  pypi: string | null;
  state: string;
  progress: string | null;
  failure: string | null;
  fetchedAt: Date | null;
  scannedAt: Date | null;
  archivedAt: Date | null;
  status: string | null;
  gateLegacy: string | null;
  gateOwnGil: string | null;
  unguarded: boolean;
  crateCritical: number;
  crateModerate: number;
  framework: number;
  binding: string | null;
  pyo3Version: string | null;
  abi3: string | null;
}

/** Every tracked project by slug, with its id. Read as plain rows: a thousand of them through Prisma cost a tenth of a second. */
export function projectLines(store: Store): Map<ProjectLine, string> {
  const rows = store.read((sql) =>
    sql.prepare<[], StoredRow>(`SELECT ${STORED} FROM Project WHERE removedAt IS NULL ORDER BY slug`).all(),
  );
  return new Map(rows.map((row) => [projectLine(row), row.id]));
}

const STORED = Object.keys(projectLineColumns).join();

/** As SQLite has it: moments are numbers, and so is what is true or false. */
interface StoredRow extends Omit<Row, "fetchedAt" | "scannedAt" | "archivedAt" | "unguarded"> {
  id: string;
  fetchedAt: number | null;
  scannedAt: number | null;
  archivedAt: number | null;
  unguarded: number;
}

const moment = (at: Date | number | null): Date | null => (typeof at === "number" ? new Date(at) : at);

export function projectLine(row: Row | StoredRow): ProjectLine {
  return {
    slug: row.slug,
    source: row.source,
    kind: row.kind,
    pypi: row.pypi,
    state: row.state as ProjectState,
    progress: row.progress ? (JSON.parse(row.progress) as Progress) : null,
    failure: row.failure ? failureIn(row.failure) : null,
    answer: row.scannedAt && row.status ? answerOf(row, row.status as Status) : null,
    checkedAt: moment(row.fetchedAt ?? row.scannedAt),
    scannedAt: moment(row.scannedAt),
    archivedAt: moment(row.archivedAt),
  };
}

function answerOf(row: Row | StoredRow, status: Status): Answer {
  return {
    status,
    gateLegacy: (row.gateLegacy ?? "unknown") as LegacyGate,
    gateOwnGil: (row.gateOwnGil ?? "unknown") as OwnGilGate,
    unguarded: Boolean(row.unguarded),
    crateCritical: row.crateCritical,
    crateModerate: row.crateModerate,
    framework: row.framework,
    binding: row.binding,
    pyo3Version: row.pyo3Version,
    abi3: row.abi3,
  };
}

/** Reads a failure as the worker wrote it. */
export function failureIn(json: string | null): Failure {
  const stored = JSON.parse(json ?? "{}") as Partial<Record<keyof Failure, string | number | null>>;
  const date = (value: unknown) => (typeof value === "string" ? new Date(value) : null);
  return {
    code: String(stored.code ?? "internal"),
    message: String(stored.message ?? "The reason was not recorded."),
    remedy: typeof stored.remedy === "string" ? stored.remedy : null,
    at: date(stored.at),
    attempts: Number(stored.attempts ?? 1),
    nextAt: date(stored.nextAt),
  };
}
