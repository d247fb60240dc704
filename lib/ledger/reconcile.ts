import { pairUp } from "#lib/ledger/pairs";
import { type Judged, judgedAnew } from "#lib/ledger/weight";
import type { Finding, Site } from "#lib/scan/finding";
import type { Coverage } from "#lib/scan/report";

/** What the ledger remembers of a finding when the next scan comes in. */
export interface Known
  extends Pick<
    Finding,
    "fingerprint" | "rule" | "crate" | "symbol" | "item" | "severity" | "owner" | "scope" | "evidence"
  > {
  /** A span of it is open. */
  present: boolean;
  /** It was fixed at least once. */
  everFixed: boolean;
  /** Where it was last seen. */
  sites: Site[];
}

/** `finding` is there when the scan has seen it; a change without one is an absence. */
export interface Change {
  /** Nothing to tell: `unchanged`; `kept` = not seen, where the scan could not look; `left` = not seen, nor looked for. */
  kind: "appeared" | "fixed" | "regressed" | "moved" | "rejudged" | "reclassified" | "unchanged" | "kept" | "left";
  /** Of the known finding if there is one, else of the seen one. */
  fingerprint: string;
  finding?: Finding;
  /** Where a moved finding was, and under which name if it had another. */
  from?: Former;
  /** In what it counts otherwise than before: for what the code around it did (`rejudged`), the rules, or a move. */
  judged?: Judged;
}

/** A former place. */
export type Former = Pick<Site, "path" | "line"> & { symbol?: string };

/** Compares what was known with what a scan saw; a baseline looked elsewhere than the scan before it, if any. Each finding known as present and each seen one is in exactly one change. */
export function reconcile(
  known: Known[],
  seen: Finding[],
  coverage: Coverage,
  rulesetChanged: boolean,
  baseline: boolean,
): Change[] {
  const unreadable = coverage.problems.map(({ path }) => path);
  const byFingerprint = new Map(known.map((entry) => [entry.fingerprint, entry]));
  const seenByFingerprint = new Map(seen.map((finding) => [finding.fingerprint, finding]));
  const lost = known.filter((entry) => entry.present && !seenByFingerprint.has(entry.fingerprint));
  const hidden = new Set(unreadable.length === 0 ? [] : lost.filter((entry) => isHidden(unreadable, entry)));
  const fresh = [...seenByFingerprint.values()].filter((finding) => !byFingerprint.has(finding.fingerprint));
  // Other rules may name things in another way, but the code has not renamed them.
  const pairs = pairUp(lost, fresh, !rulesetChanged && !baseline);
  for (const entry of hidden) pairs.delete(entry);
  const came = (before?: Known): Change["kind"] => {
    if (baseline) return "unchanged";
    if (rulesetChanged) return "reclassified";
    return before?.everFixed ? "regressed" : "appeared";
  };

  const went = baseline ? "left" : rulesetChanged ? "reclassified" : "fixed";
  const weighs = baseline ? "unchanged" : rulesetChanged ? "reclassified" : "rejudged";
  const changes = lost.map((entry): Change => {
    const finding = pairs.get(entry);
    if (hidden.has(entry)) return { kind: "kept", fingerprint: entry.fingerprint };
    if (finding) return stayed(entry, finding, weighs);
    return { kind: went, fingerprint: entry.fingerprint };
  });
  const paired = new Set(pairs.values());
  for (const finding of seenByFingerprint.values()) {
    if (paired.has(finding)) continue;
    const entry = byFingerprint.get(finding.fingerprint);
    if (entry?.present) changes.push(stayed(entry, finding, weighs));
    else changes.push({ kind: came(entry), fingerprint: finding.fingerprint, finding });
  }
  return changes;
}

/** Whether one of those that were there is gone or has moved: then it matters where it stood last. */
export function anyLeft(before: readonly Finding[], now: readonly Finding[]): boolean {
  const seen = new Map(now.map((finding) => [finding.fingerprint, finding]));
  return before.some((known) => {
    const finding = seen.get(known.fingerprint);
    return finding !== known && (!finding || stayed(known, finding, "rejudged").kind === "moved");
  });
}

type Stayed = Omit<Known, "present" | "everFixed">;

/** It moved when its name or module changed or when it is in none of its files any more; another line is no news. */
function stayed(entry: Stayed, finding: Finding, weighs: "rejudged" | "reclassified" | "unchanged"): Change {
  const { fingerprint } = entry;
  const elsewhere = entry.sites !== finding.sites && !haveFileInCommon(entry.sites, finding.sites);
  // Another ruleset may name the same place in another way.
  const renamed = weighs !== "reclassified" && (entry.symbol !== finding.symbol || entry.item !== finding.item);
  const judged = judgedAnew(entry, finding);
  const change = { fingerprint, finding, ...(judged && { judged }) };
  if (elsewhere || renamed) return { ...change, kind: "moved", from: formerOf(entry, finding) };
  return { ...change, kind: judged ? weighs : "unchanged" };
}

function haveFileInCommon(before: readonly Site[], now: readonly Site[]): boolean {
  const paths = new Set(now.map(({ path }) => path));
  return before.some(({ path }) => paths.has(path));
}

/** Where a finding was before it became this one. */
export function formerOf({ sites, symbol }: Pick<Known, "sites" | "symbol">, now: Finding): Former {
  const { path = "", line = 0 } = sites[0] ?? {};
  return { path, line, ...(symbol !== now.symbol && { symbol }) };
}

/** What cannot be read may be the place itself, or a type on the way from it to the Python reference. */
function isHidden(unreadable: string[], { sites, evidence }: Known): boolean {
  const steps = evidence.typePath ?? [];
  return [...sites, ...steps].some(({ path }) => path !== null && isHole(unreadable, path));
}

/** A file that could not be read hides what is in it; a manifest hides its folder: its crates, versions and features. */
function isHole(unreadable: string[], path: string): boolean {
  return unreadable.some((problem) => {
    const folder = problem.replace(/(^|\/)(Cargo\.(toml|lock)|pyproject\.toml)$/, "");
    return path === problem || folder === "" || folder === "." || path.startsWith(`${folder}/`);
  });
}
