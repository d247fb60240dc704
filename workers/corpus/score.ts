import type { Finding } from "#lib/scan/finding";
import { type Group, groups } from "#workers/corpus/groups";
import type { Label, Labelled } from "#workers/corpus/labels";

/** Places: `found` was labelled and reported, `missing` labelled only, `noisy` reported only. */
export interface Tally {
  found: number;
  missing: number;
  noisy: number;
}

export interface Score {
  byGroup: Map<string, Tally>;
  /** Places that a rule reported where labels were made, and how many of them a label confirms. */
  byRule: Map<string, { judged: number; confirmed: number }>;
  /** What is missing or noisy, as `missing owner/name path:line symbol`. */
  faults: string[];
}

interface Place {
  rule: string;
  path: string;
  line: number;
}

export const emptyScore = (): Score => ({ byGroup: new Map(), byRule: new Map(), faults: [] });

/** Adds to a score what labels say of the findings in their repository. */
export function scoreOne(score: Score, entry: Labelled, findings: readonly Finding[]): void {
  const covered = (path: string) => entry.cover?.some((root) => path === root || path.startsWith(`${root}/`)) ?? true;
  for (const group of groups) {
    const kinds = group.kinds.filter(
      (kind) => (entry.kinds?.includes(kind) ?? true) && !entry.skipKinds?.includes(kind),
    );
    if (kinds.length === 0) continue;
    const places = findings
      .filter(({ rule }) => group.rules.includes(rule))
      .flatMap(({ rule, sites }) => sites.map(({ path, line }) => ({ rule, path, line })))
      .filter(({ path }) => covered(path));
    const labels = entry.labels.filter(({ kind }) => kinds.includes(kind));
    judge(score, group, entry.repo, labels, places);
  }
}

function judge(score: Score, group: Group, repo: string, labels: readonly Label[], places: readonly Place[]): void {
  const tally = score.byGroup.get(group.name) ?? { found: 0, missing: 0, noisy: 0 };
  score.byGroup.set(group.name, tally);
  const fault = (what: "missing" | "noisy", where: string) => {
    tally[what]++;
    score.faults.push(`${group.name}: ${what} ${repo} ${where}`);
  };
  const confirmed = new Set<Place>();
  for (const label of labels.filter(hasLine)) {
    const hits = places.filter((place) => place.path === label.path && spans(label, place.line));
    for (const hit of hits) confirmed.add(hit);
    if (label.optional) continue;
    if (hits.length > 0) tally.found++;
    else fault("missing", `${label.path}:${label.line} ${label.symbol ?? label.kind}`);
  }
  for (const [path, wanted] of countsByFile(labels)) {
    // Nobody knows which of the file's places were meant: as many as were counted are right.
    const rest = places.filter((place) => place.path === path && !confirmed.has(place));
    for (const place of rest.slice(0, wanted)) confirmed.add(place);
    tally.found += Math.min(wanted, rest.length);
    for (let n = rest.length; n < wanted; n++) fault("missing", `${path} ${rest.length} of ${wanted}`);
  }
  for (const place of places) {
    const known = score.byRule.get(place.rule) ?? { judged: 0, confirmed: 0 };
    score.byRule.set(place.rule, known);
    known.judged++;
    if (confirmed.has(place)) known.confirmed++;
    else fault("noisy", `${place.path}:${place.line} ${place.rule}`);
  }
}

type LineLabel = Label & { line: number };
const hasLine = (label: Label): label is LineLabel => label.line !== undefined;

/** An item is labelled with its attribute's line, its own and its last. */
function spans({ line, attrLine, endLine }: LineLabel, at: number): boolean {
  return at >= Math.min(attrLine ?? line, line) && at <= Math.max(endLine ?? line, line);
}

function countsByFile(labels: readonly Label[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { path, line, count } of labels) {
    if (line === undefined && count !== undefined) counts.set(path, (counts.get(path) ?? 0) + count);
  }
  return counts;
}
