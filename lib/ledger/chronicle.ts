import { type GateChange, type GateState, gateChanges, gateStateOf } from "#lib/ledger/gate-changes";
import { type News, newsOf, type Vendored } from "#lib/ledger/news";
import { type Point, pointOf, samePoint } from "#lib/ledger/point";
import { type Change, type Former, formerOf, type Known, reconcile } from "#lib/ledger/reconcile";
import type { Judged } from "#lib/ledger/weight";
import type { Finding } from "#lib/scan/finding";
import type { ScanReport } from "#lib/scan/report";

/** An interval of commits, by position on the line; `to` is the first one without it, null while it lasts. */
export interface Span {
  from: number;
  to: number | null;
  /** First site at the commit that opened it. */
  path: string;
  line: number;
}

/** A finding with all that happened to it. */
export interface Life {
  /** As it was last seen. */
  finding: Finding;
  spans: Span[];
  everFixed: boolean;
}

export type EventKind = News["kind"] | GateChange["kind"];

export interface LedgerEvent {
  position: number;
  kind: EventKind;
  /** Null for a change of a gate. */
  life: Life | null;
  /** Where a moved finding was, at the commit before. */
  from: Former | null;
  /** In what it counts otherwise than at the commit before. */
  judged: Judged | null;
  /** As it was at that commit, or as it last was before it went; null for gates. */
  finding: Finding | null;
  gate: GateChange | null;
}

/** What a line of commits comes to, folded from its first commit on. */
export interface Chronicle {
  lives: Map<string, Life>;
  gates: GateState[];
  events: LedgerEvent[];
  points: Point[];
  /** Where copied code came or went. */
  vendored: (Vendored & { position: number })[];
  begun: boolean;
  /** How many of the lives are present. */
  present: number;
}

export function emptyChronicle(): Chronicle {
  return { lives: new Map(), gates: [], events: [], points: [], vendored: [], begun: false, present: 0 };
}

/**
 * Folds in what was seen at the next commit at which anything differs. The first one is a baseline, without events. When lines
 * alone have changed since the report before, `parent` is the commit in between, for where things stood last.
 */
export function advance(
  chronicle: Chronicle,
  position: number,
  report: ScanReport,
  parent: ScanReport | null = null,
): void {
  const { lives } = chronicle;
  const { known, seen } = differing(chronicle, report.findings);
  const changes = reconcile(known, seen, report.coverage, false, !chronicle.begun);
  if (parent) refresh(chronicle, parent);
  const former = new Map(changes.map((change) => [change, formerIn(lives, change)]));
  const settled = new Map(changes.map((change) => [change, settle(chronicle, change, position)]));
  // What stayed the very same was given the lines of the commit before.
  if (parent) refresh(chronicle, report);
  const { told, vendored } = newsOf(changes, (change) => settled.get(change)?.finding.scope);
  for (const change of told) {
    const life = settled.get(change)!;
    const from = former.get(change) ?? null;
    const judged = change.judged ?? null;
    chronicle.events.push({ position, kind: change.kind, life, from, judged, finding: life.finding, gate: null });
  }
  const gates = report.extensions.map(gateStateOf);
  for (const gate of gateChanges(chronicle.gates, gates, false))
    chronicle.events.push({ position, kind: gate.kind, life: null, from: null, judged: null, finding: null, gate });
  if (vendored.came + vendored.went > 0) chronicle.vendored.push({ position, ...vendored });
  chronicle.gates = gates;
  chronicle.begun = true;
  const point = pointOf(report, position);
  const last = chronicle.points.at(-1);
  if (!last || !samePoint(last, point)) chronicle.points.push(point);
}

/** A span of it is open. */
export const isPresent = ({ spans }: Life): boolean => spans.at(-1)?.to === null;

/** What there is to compare: a finding that is the very one of before stays without a look, as nearly all do at nearly every commit. */
function differing({ lives, present }: Chronicle, findings: readonly Finding[]): { known: Known[]; seen: Finding[] } {
  const same = new Set<Life>();
  const met = new Set<Life>();
  const seen: Finding[] = [];
  for (const finding of findings) {
    const life = lives.get(finding.fingerprint);
    if (life?.finding === finding && isPresent(life)) same.add(life);
    else {
      seen.push(finding);
      if (life) met.add(life);
    }
  }
  const stayed = (life: Life): boolean => same.has(life) || (!met.has(life) && !isPresent(life));
  const gone = same.size + [...met].filter(isPresent).length < present;
  const known = gone ? [...lives.values()].filter((life) => !stayed(life)) : [...met];
  return { known: known.map(knownOf), seen };
}

function knownOf(life: Life): Known {
  const { fingerprint, rule, crate, symbol, item, severity, owner, scope, evidence, sites } = life.finding;
  const identity = { fingerprint, rule, crate, symbol, item };
  return { ...identity, severity, owner, scope, evidence, sites, present: isPresent(life), everFixed: life.everFixed };
}

function formerIn(lives: Map<string, Life>, { kind, fingerprint, finding }: Change): Former | null {
  const life = lives.get(fingerprint);
  return kind === "moved" && life && finding ? formerOf(life.finding, finding) : null;
}

/** Opens, keeps or closes the span that a change is about. */
function settle(chronicle: Chronicle, { kind, fingerprint, finding }: Change, position: number): Life {
  const { lives } = chronicle;
  const before = lives.get(fingerprint);
  const life = before ?? { finding: finding!, spans: [], everFixed: false };
  const open = isPresent(life);
  if (finding) {
    // A paired finding goes on under its new fingerprint.
    if (before && finding.fingerprint !== fingerprint) lives.delete(fingerprint);
    life.finding = finding;
    lives.set(finding.fingerprint, life);
    const [first] = finding.sites;
    if (open) return life;
    chronicle.present++;
    life.spans.push({ from: position, to: null, path: first?.path ?? "", line: first?.line ?? 0 });
  } else if (kind !== "kept") {
    const last = life.spans.at(-1);
    if (last) last.to = position;
    if (open) chronicle.present--;
    life.everFixed ||= kind === "fixed";
  }
  return life;
}

/** Where and how things are at the newest commit, when only lines have changed since the last report. */
export function refresh({ lives }: Chronicle, { findings }: ScanReport): void {
  for (const finding of findings) {
    const life = lives.get(finding.fingerprint);
    if (life) life.finding = finding;
  }
}
