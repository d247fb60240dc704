import type { ReactNode } from "react";
import { type GateGlyph, GateIcon, type Glyph, Icon } from "#components/sprite";
import type { CheckState } from "#lib/milestones/evaluate";
import type { Severity } from "#lib/scan/finding";
import type { LegacyGate, OwnGilGate, Status } from "#lib/scan/report";

// Every mark is shape + word + colour, and the shape alone must suffice. Gate and hazard never share a mark.

const SEVERITY: Record<Severity, { tone: string; word: string }> = {
  blocker: { tone: "blk", word: "Blocker" },
  critical: { tone: "crit", word: "Critical" },
  moderate: { tone: "mod", word: "Moderate" },
  info: { tone: "inf", word: "Info" },
  positive: { tone: "pos", word: "Positive" },
};

/** Without children it says its own name; a count goes in as `<SeverityMark severity="critical">25 critical</SeverityMark>`. */
export function SeverityMark({ severity, children }: { severity: Severity; children?: ReactNode }) {
  const { tone, word } = SEVERITY[severity];
  return (
    <span className={`mk ${tone}`}>
      <Icon glyph={severity} />
      {children ?? word}
    </span>
  );
}

const STATUS: Record<Status, { glyph: Glyph | null; tone: string; word: string }> = {
  declared: { glyph: "positive", tone: "pos", word: "Declared" },
  candidate: { glyph: "info", tone: "inf", word: "Candidate" },
  "needs-audit": { glyph: "moderate", tone: "mod", word: "Needs audit" },
  hazardous: { glyph: "critical", tone: "crit", word: "Hazardous" },
  conflict: { glyph: "critical", tone: "crit", word: "Conflict" },
  unknown: { glyph: null, tone: "inf", word: "Unknown" },
  "not-applicable": { glyph: null, tone: "inf", word: "Not applicable" },
};

/** The drawing, colour and word of a status, for pages that need them apart. */
export function statusFace(status: Status) {
  return STATUS[status];
}

export function StatusMark({ status }: { status: Status }) {
  const { glyph, tone, word } = STATUS[status];
  return (
    <span className={`mk ${tone}`}>
      {glyph && <Icon glyph={glyph} />}
      <span className="state word">{word}</span>
    </span>
  );
}

interface Face {
  glyph: GateGlyph;
  tone: string;
  word: string;
}

interface GateProps {
  /** One extension's or project's answer for one kind of interpreter; null while nothing was read. */
  gate: LegacyGate | OwnGilGate | null;
  status: Status | null;
  /** Only for legacy interpreters: loads with no check while state is shared. */
  unguarded?: boolean;
  /** Twice the size and no word, for the verdict pair. */
  big?: boolean;
}

/** The word and drawing of a gate, for pages that need them apart. */
export function gateFace({ gate, status, unguarded = false }: Omit<GateProps, "big">): Face {
  if (status === "not-applicable") return { glyph: "none", tone: "inf", word: "n/a" };
  if (gate === "refused") return { glyph: "refused", tone: "blk", word: "refused" };
  if (gate === "first-interpreter-only") return { glyph: "first", tone: "inf", word: "first only" };
  if (gate === "loads" && unguarded) return { glyph: "unguarded", tone: "crit", word: "no check" };
  if (gate === "loads" && (status === "declared" || status === "conflict")) {
    return { glyph: "declared", tone: "pos", word: "declared" };
  }
  if (gate === "loads") return { glyph: "loads", tone: "inf", word: "loads" };
  return { glyph: "unknown", tone: "inf", word: "unknown" };
}

export function GateMark(props: GateProps) {
  const { glyph, tone, word } = gateFace(props);
  if (props.big) return <GateIcon glyph={glyph} tone={tone} big />;
  return (
    <span className="mk">
      <GateIcon glyph={glyph} tone={tone} />
      <span className="small word">{word}</span>
    </span>
  );
}

/** `Event.kind` of the store, plus `read` for a finished scan. */
export type EventKind =
  | "appeared"
  | "fixed"
  | "regressed"
  | "moved"
  | "rejudged"
  | "reclassified"
  | "guard-lost"
  | "guard-gained"
  | "read";

const EVENT: Record<EventKind, { tone: string; word: string; icon: ReactNode }> = {
  appeared: { tone: "crit", word: "Appeared", icon: <Icon glyph="critical" /> },
  fixed: { tone: "pos", word: "Fixed", icon: <Icon glyph="fixed" /> },
  regressed: { tone: "crit", word: "Regressed", icon: <Icon glyph="again" /> },
  moved: { tone: "inf", word: "Moved", icon: <Icon glyph="moved" /> },
  rejudged: { tone: "inf", word: "Rejudged", icon: <Icon glyph="reclassified" /> },
  reclassified: { tone: "inf", word: "Reclassified", icon: <Icon glyph="reclassified" /> },
  "guard-lost": { tone: "crit", word: "Guard lost", icon: <GateIcon glyph="unguarded" /> },
  "guard-gained": { tone: "pos", word: "Guard gained", icon: <GateIcon glyph="refused" /> },
  read: { tone: "inf", word: "Read", icon: <Icon glyph="read" /> },
};

/** Carries class `what`, so it stands in a ledger row as it is. Children replace the word: “2 fixed”. */
export function EventMark({ kind, children }: { kind: EventKind; children?: ReactNode }) {
  const { tone, word, icon } = EVENT[kind];
  return (
    <span className={`what mk ${tone}`}>
      {icon}
      {children ?? word}
    </span>
  );
}

const CHECK: Record<CheckState, { glyph: Glyph | null; tone: string; word: string }> = {
  met: { glyph: "positive", tone: "pos", word: "met" },
  begun: { glyph: "moderate", tone: "mod", word: "under way" },
  open: { glyph: "info", tone: "inf", word: "not met" },
  unknown: { glyph: null, tone: "inf", word: "not known" },
};

/** Whether a milestone's check holds. */
export function CheckMark({ state }: { state: CheckState }) {
  const { glyph, tone, word } = CHECK[state];
  return (
    <span className={`mk ${tone}`}>
      {glyph && <Icon glyph={glyph} />}
      <span className="small word">{word}</span>
    </span>
  );
}
