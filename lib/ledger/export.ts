import type { Evidence, Finding, Site } from "#lib/scan/finding";
import type { OpaqueStatic, Problem } from "#lib/scan/report";

/**
 * What is recorded of one project, as a value that does not depend on when or in how many steps it was read, nor on any
 * row's id. Facts only: no source text. Commits are named by their index in `commits`; times are milliseconds since 1970.
 */
export interface LedgerExport {
  project: ExportedProject;
  scan: ExportedScan | null;
  extensions: Record<string, string | number | null>[];
  /** In order of the line; those off the line first. */
  commits: { sha: string; at: number; subject: string; position: number | null }[];
  findings: ExportedFinding[];
  /** `finding` is the index of one. */
  events: { commit: number; kind: string; finding: number | null; detail: object; at: number }[];
  points: (Record<string, unknown> & { commit: number })[];
  releases: { tag: string; commit: number; sha: string; offLine: boolean; at: number }[];
  seams: { kind: string; commit: number | null; at: number; detail: object }[];
}

/** Columns of the project that a scan or a history fills in, and what it is a project of. */
export type ExportedProject = { slug: string; source: string; kind: string; paths: string[]; pypi: string | null } & {
  columns: Record<string, string | number | null>;
};

export interface ExportedScan {
  commit: number;
  ruleset: string;
  paths: string[];
  files: number;
  bytes: number;
  parsed: number;
  problems: Problem[];
  unscanned: string[];
  remarks: Problem[];
  opaque: OpaqueStatic[];
}

export interface ExportedFinding extends Omit<Finding, "sites" | "evidence"> {
  evidence: Evidence;
  sites: Site[];
  present: boolean;
  /** from, to (null while it lasts), first path and line */
  spans: [from: number, to: number | null, path: string, line: number][];
}

const SCHEMA = "subready.ledger/1";
const LISTS = ["extensions", "commits", "findings", "events", "points", "releases", "seams"] as const;

/** One JSON value per line: what it is, then the thing itself. */
export function writeLedger(ledger: LedgerExport): string {
  const lines: unknown[] = [
    ["schema", SCHEMA],
    ["project", ledger.project],
    ["scan", ledger.scan],
  ];
  for (const list of LISTS) for (const one of ledger[list]) lines.push([list, one]);
  return lines.map((line) => `${JSON.stringify(line)}\n`).join("");
}

/** Null for anything but what `writeLedger` of this version has written. */
export function readLedger(text: string): LedgerExport | null {
  const ledger: Record<string, unknown> = { scan: null };
  for (const list of LISTS) ledger[list] = [];
  for (const line of text.split("\n")) {
    if (line === "") continue;
    const parsed = parseLine(line);
    if (!parsed) return null;
    const [what, value] = parsed;
    const list = ledger[what];
    if (Array.isArray(list)) list.push(value);
    else ledger[what] = value;
  }
  return ledger.schema === SCHEMA && ledger.project ? (ledger as unknown as LedgerExport) : null;
}

function parseLine(line: string): [string, unknown] | null {
  try {
    const value: unknown = JSON.parse(line);
    return Array.isArray(value) && value.length === 2 && typeof value[0] === "string" ? [value[0], value[1]] : null;
  } catch {
    return null;
  }
}
