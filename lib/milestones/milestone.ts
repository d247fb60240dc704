import type { Measure } from "#lib/milestones/ecosystem";

export type MilestoneId = "M1" | "M2" | "M3" | "M4" | "M5" | "M6";

/** A goal of PyO3/pyo3#3451. */
export interface Milestone {
  id: MilestoneId;
  horizon: "mid-term" | "long-term";
  /** The issue's own words; code in backticks. */
  wording: string;
  /** The goal in a few words of ours. */
  title: string;
  /** What is asked of PyO3. */
  checks: readonly Check[];
  /** What progress is made of; the weights add up to 1. Absent where every check weighs the same. */
  parts?: readonly Part[];
  /** What is counted over the tracked projects. */
  measure: Measure;
  /** Rules whose findings a project has to look at for this goal; none where cells that lock with the GIL decide, of whatever rule. */
  rules: readonly string[];
  /** Thread ids, `owner/repo#number` in lower case. */
  threads: readonly string[];
}

/** Checks that are counted together in a milestone's formula. */
export interface Part {
  name: string;
  weight: number;
  /** Ids of the milestone's checks. */
  checks: readonly string[];
}

/** One thing that holds in PyO3 or does not. */
export interface Check {
  id: string;
  title: string;
  note: string;
  evidence: Evidence;
  /** Where people work on it. */
  threads: readonly string[];
}

export type Evidence =
  /** A commit of PyO3 brought it. */
  | { kind: "landed"; sha: string; at: string; release: string; pull: number }
  /** None of these findings is left in PyO3's own source. */
  | { kind: "gone"; findings: readonly FindingMatch[] }
  /** One of the check's threads is merged. */
  | { kind: "merged" }
  /** Nobody found it when PyO3's source was read: it has no form that a rule could look for. */
  | { kind: "not-found"; path: string; line: number | null };

/** Findings of PyO3's own production code. */
export interface FindingMatch {
  rule: string;
  symbol?: string;
  /** Start of the path. */
  path?: string;
}

/** The commit and day at which `not-found` and lines in notes were read. */
export const readAt = { sha: "34f08c32dec2a3170fbe2e177910352489678816", at: "2026-08-22" };
export const frameworkSource = "https://github.com/PyO3/pyo3";
