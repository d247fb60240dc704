import type { Extension, Gate, LegacyGate, OwnGilGate } from "#lib/scan/report";

/** How an extension's import was decided at one commit. */
export interface GateState extends Gate {
  crate: string;
  name: string;
  unguarded: boolean;
}

export interface GateChange {
  /** `guard-lost` = an extension that refused now loads unchecked while its state is shared. */
  kind: "guard-lost" | "guard-gained" | "reclassified";
  extension: string;
  crate: string;
  gate: "legacy" | "ownGil";
  from: LegacyGate | OwnGilGate;
  to: LegacyGate | OwnGilGate;
}

export function gateStateOf({ crate, name, verdict }: Extension): GateState {
  return { crate, name, ...verdict.gate, unguarded: verdict.unguarded };
}

/** Guards that known extensions have lost or gained; under a new ruleset every gate that differs is reclassified. */
export function gateChanges(before: GateState[], after: GateState[], rulesetChanged: boolean): GateChange[] {
  const nameOf = ({ crate, name }: GateState) => JSON.stringify([crate, name]);
  const known = new Map(before.map((state) => [nameOf(state), state]));
  return after.flatMap((now) => {
    const then = known.get(nameOf(now));
    if (!then) return [];
    return rulesetChanged ? reclassified(then, now) : guardChange(then, now);
  });
}

function reclassified(then: GateState, now: GateState): GateChange[] {
  const gates = ["legacy", "ownGil"] as const;
  return gates
    .filter((gate) => then[gate] !== now[gate])
    .map((gate) => ({ kind: "reclassified", ...extensionOf(now), gate, from: then[gate], to: now[gate] }));
}

function guardChange(then: GateState, now: GateState): GateChange[] {
  const change = { ...extensionOf(now), gate: "legacy", from: then.legacy, to: now.legacy } as const;
  if (guards(then) && opens(now)) return [{ kind: "guard-lost", ...change }];
  if (opens(then) && guards(now)) return [{ kind: "guard-gained", ...change }];
  return [];
}

const extensionOf = ({ name, crate }: GateState) => ({ extension: name, crate });
const guards = ({ legacy }: GateState) => legacy === "first-interpreter-only" || legacy === "refused";
const opens = ({ legacy, unguarded }: GateState) => legacy === "loads" && unguarded;
