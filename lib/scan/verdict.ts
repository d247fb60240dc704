import type { Finding } from "#lib/scan/finding";
import { reachable, restsOnPython } from "#lib/scan/model/condition";
import type { Crate } from "#lib/scan/model/model";
import type { Binding, Coverage, Gate, HazardCounts, LegacyGate, OwnGilGate, Status, Verdict } from "#lib/scan/report";
import type { GateEffect, Seen } from "#lib/scan/rule";
import { groupBy } from "#lib/scan/sighting";

/** An effect with the condition of what has it. */
type Effect = GateEffect & { cfg: string | null };

const LEGACY: LegacyGate[] = ["loads", "unknown", "first-interpreter-only", "refused"];
const OWN_GIL: OwnGilGate[] = ["loads", "unknown", "refused"];
/** Above this share of unread production files nothing is said. */
const MOST_HOLES = 0.02;

/** May it be imported, and what happens if it is: two answers for one extension, never one. */
export function verdictOf(
  crate: Crate,
  seen: readonly Seen[],
  findings: readonly Finding[],
  coverage: Coverage,
): Verdict {
  const effects = seen.flatMap(({ rule, sighting: { cfg, evidence } }): Effect[] => {
    const effect = reachable(cfg) ? rule.gate?.(evidence) : null;
    return effect ? [{ ...effect, cfg }] : [];
  });
  const gate = gateOf(effects);
  const opaque = coverage.opaque?.length ?? 0;
  const hazard: Verdict["hazard"] = { ...hazardIn(findings), ...(opaque > 0 && { opaque }) };
  const claims = effects.flatMap((e) => e.declares ?? []);
  const declares = claims.find((claim) => claim === "own-gil") ?? claims[0] ?? null;
  const mostlyUnread = coverage.files > 0 && (coverage.files - coverage.parsed) / coverage.files > MOST_HOLES;
  const status = statusOf({ binding: crate.binding, gate, hazard, declares, mostlyUnread });
  const refusing = effects.find((e) => e.ownGil === "refused") ?? effects.find((e) => e.legacy && e.legacy !== "loads");
  return {
    status,
    gate,
    gateOwner: gate.ownGil === "refused" ? (refusing?.owner ?? "crate") : null,
    tested: effects.some((e) => e.tested),
    unguarded: gate.legacy === "loads" && !declares,
    because: becauseOf(effects, gate),
    hazard,
  };
}

/** The strictest effect wins; without any, CPython loads it unchecked in legacy interpreters and refuses it under an own GIL. */
function gateOf(effects: readonly GateEffect[]): Gate {
  const legacy = effects.map((e) => LEGACY.indexOf(e.legacy ?? "loads"));
  const ownGil = effects.map((e) => (e.ownGil ? OWN_GIL.indexOf(e.ownGil) : -1)).filter((i) => i >= 0);
  return { legacy: LEGACY[Math.max(0, ...legacy)]!, ownGil: ownGil.length ? OWN_GIL[Math.max(...ownGil)]! : "refused" };
}

/** Whether a finding counts: in production code, where CPython >= 3.12 can reach it, and not allowed by its source. */
export const counts = ({ scope, cfg, suppressed }: Pick<Finding, "scope" | "cfg" | "suppressed">): boolean =>
  scope === "prod" && suppressed === null && reachable(cfg);

/** What findings count for: every place of those that count. */
export function hazardIn(findings: readonly Finding[]): Verdict["hazard"] {
  const none = (): HazardCounts => ({ critical: 0, moderate: 0, info: 0 });
  const hazard = { crate: none(), framework: none(), dependency: none() };
  for (const finding of findings) {
    const { owner, severity, sites } = finding;
    // A blocker is a gate, and what is positive is no hazard.
    if (severity !== "blocker" && severity !== "positive" && counts(finding)) hazard[owner][severity] += sites.length;
  }
  return hazard;
}

/** What the status of an extension, or of a project, follows from. */
export interface Standing {
  binding: Binding;
  gate: Gate;
  hazard: Verdict["hazard"];
  declares: GateEffect["declares"] | null;
  /** So much could not be read that nothing is said. */
  mostlyUnread: boolean;
}

/** The one place where a status is decided. */
export function statusOf({ binding, gate, hazard, declares, mostlyUnread }: Standing): Status {
  if (binding === "none") return "not-applicable";
  if (declares && hazard.crate.critical > 0) return "conflict";
  if (mostlyUnread) return "unknown";
  if (declares === "own-gil" && gate.ownGil === "loads") return "declared";
  if (hazard.crate.critical > 0) return "hazardous";
  if (gate.legacy === "unknown" || gate.ownGil === "unknown") return "unknown";
  // What could not be followed may keep anything, and is for a person to look at.
  const audit = hazard.crate.moderate + hazard.dependency.moderate + (hazard.opaque ?? 0);
  return audit > 0 ? "needs-audit" : "candidate";
}

function becauseOf(effects: readonly Effect[], gate: Gate): string {
  const decisive = effects.filter((e) => e.legacy === gate.legacy || e.ownGil === gate.ownGil);
  const deciding = decisive.length ? decisive : effects.filter((e) => !e.tested);
  const sentences = [...groupBy(deciding, (e) => e.because)].map(([because, alike]) => because + conditionOf(alike));
  if (sentences.length === 0)
    sentences.push(
      "the module declares nothing, so CPython loads it unchecked in legacy interpreters and refuses it under an own GIL",
    );
  return sentences.map((s) => `${s.charAt(0).toUpperCase()}${s.slice(1)}.`).join(" ");
}

/** Not every CPython may read a declaration; of several under conditions of their own one may make up for another. */
function conditionOf([first, ...others]: readonly Effect[]): string {
  const { declares, cfg } = first!;
  const named = declares && cfg !== null && others.every((other) => other.cfg === cfg) && restsOnPython(cfg);
  return named ? `, where \`${cfg}\` holds` : "";
}
