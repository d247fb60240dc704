import type { Finding } from "#lib/scan/finding";

/** What was looked at and what could not be. A hole never closes a finding. */
export interface Coverage {
  /** Rust files of the scanned paths, readable or not. */
  files: number;
  bytes: number;
  parsed: number;
  problems: Problem[];
  /** Native or Python code that a Rust scanner does not judge: `include/yyjson: 2 C files`. */
  unscanned: string[];
  /** Comments `subready: allow(…)` that allow nothing: unused, misspelt or without a reason. No holes. */
  remarks: Problem[];
  /** Statics of production code whose type could not be followed, so that nobody knows what they keep; absent when there are none. */
  opaque?: OpaqueStatic[];
}

/** Neither a finding nor clean. */
export interface OpaqueStatic {
  crate: string;
  path: string;
  line: number;
  name: string;
  type: string;
  /** What of the type could not be followed. */
  why: string;
}

export interface Problem {
  path: string;
  line: number;
  message: string;
}

export type LegacyGate = "loads" | "first-interpreter-only" | "refused" | "unknown";
export type OwnGilGate = "loads" | "refused" | "unknown";
export interface Gate {
  /** Shared GIL, no import check: mod_wsgi, ceph-mgr, Domoticz, jep. */
  legacy: LegacyGate;
  /** `concurrent.interpreters`, `InterpreterPoolExecutor`. */
  ownGil: OwnGilGate;
}

export type Status = "declared" | "candidate" | "needs-audit" | "hazardous" | "conflict" | "unknown" | "not-applicable";
export interface HazardCounts {
  critical: number;
  moderate: number;
  info: number;
}

export interface Verdict {
  status: Status;
  gate: Gate;
  /** Whose decision the refusal is; null when nothing refuses. */
  gateOwner: "crate" | "framework" | "dependency" | null;
  /** A test of its own asserts that it works in a sub-interpreter. */
  tested: boolean;
  /** Loads in legacy interpreters with no check, while state is shared. */
  unguarded: boolean;
  because: string;
  /** Counts places, not findings: each site of every finding of scope `prod` that CPython >= 3.12 can reach. `opaque` counts statics that may keep Python objects or not; absent when there are none. */
  hazard: { crate: HazardCounts; framework: HazardCounts; dependency: HazardCounts; opaque?: number };
}

export type Binding = "pyo3" | "pyo3-ffi" | "cpython" | "python3-sys" | "none";

/** One importable module that a project ships. */
export interface Extension {
  /** Python name: `orjson`, `pydantic_core._pydantic_core`. */
  name: string;
  crate: string;
  /** Crate directory relative to the repository root, `.` at the root. */
  path: string;
  binding: Binding;
  /** `source` says where the version was read: `Cargo.lock`, `Cargo.toml`, `workspace` or `unknown`. */
  pyo3: { version: string | null; source: string };
  /** `abi3-py310`, `abi3t-py315` or null. */
  abi3: string | null;
  verdict: Verdict;
}

export interface Source {
  kind: "git" | "directory";
  location: string;
  commit: string | null;
  /** Crate paths that were asked for; empty means every crate found. */
  path: string[];
}

/** Milliseconds of wall time. */
export interface Timing {
  readMs: number;
  factsMs: number;
  modelMs: number;
  rulesMs: number;
  totalMs: number;
}

/** A scan is a value: everything the recorder, the CLI and the pages need, with no database behind it. */
export interface ScanReport {
  schema: "subready.scan/1";
  source: Source;
  ruleset: string;
  coverage: Coverage;
  extensions: Extension[];
  findings: Finding[];
  timing: Timing;
}
