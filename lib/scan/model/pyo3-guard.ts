import type { Crate, Dependency, Model } from "#lib/scan/model/model";
import { perItem } from "#lib/scan/model/per-model";

/**
 * What PyO3 itself does when a module is imported a second time. `once-without-ids` is what becomes of `first-interpreter` in a
 * build that knows no interpreter ids; `nested-only` leaves the top-level module unchecked.
 */
export type Guard = "none" | "once-per-process" | "first-interpreter" | "once-without-ids" | "nested-only";

/** By PyO3 0.x, each up to and including `to`. */
const GUARDS: { guard: Guard; from: number; to: number }[] = [
  { guard: "none", from: 0, to: 16 },
  { guard: "once-per-process", from: 17, to: 19 },
  { guard: "first-interpreter", from: 20, to: 27 },
  { guard: "nested-only", from: 28, to: Number.POSITIVE_INFINITY },
];

/** Guards of every PyO3 version that a crate may be built with: one when it is known well enough, all when nothing is known. */
export function guardsOf(model: Model, crate: Crate): Guard[] {
  const { from, to } = versionsOf(model, crate);
  const floor = floorOf(model.package(crate).abi3 ?? "");
  const knowsIds = floor === null || floor >= KNOWS_IDS;
  return GUARDS.filter((g) => g.from <= to && from <= g.to).map(({ guard }) =>
    guard === "first-interpreter" && !knowsIds ? "once-without-ids" : guard,
  );
}

/** First Python 3 whose stable ABI knows interpreter ids. */
const KNOWS_IDS = 9;

/** Minor version of Python 3 that a build with a feature such as `abi3-py310` starts from; null for the building interpreter's. */
export function floorOf(abi3: string): number | null {
  const digits = /-py3(\d+)$/.exec(abi3)?.[1];
  return digits ? Number(digits) : null;
}

/** Minor versions of PyO3 0.x; 1.0 and later count on from 1000. */
interface Versions {
  from: number;
  to: number;
}
const ANY: Versions = { from: 0, to: Number.POSITIVE_INFINITY };

function versionsOf(model: Model, crate: Crate): Versions {
  const { version, source } = model.package(crate).pyo3;
  const requirement =
    source === "Cargo.lock" || source === "path" ? null : (bindingDependency(model, crate)?.requirement ?? null);
  if (requirement !== null) return allowedBy(requirement);
  return version === null ? ANY : { from: minorOf(version), to: minorOf(version) };
}

/** The dependency that brings the C API, in the crate or in a local crate that it is built from. */
export const bindingDependency = perItem((model, crate: Crate) => bringer(model, crate, model.crates, 0));

function bringer(model: Model, crate: Crate, crates: readonly Crate[], hops: number): Dependency | null {
  const { dependencies } = model.package(crate);
  const own = dependencies.filter((d) => d.package === crate.binding);
  const direct = own.find((d) => d.kind === "normal") ?? own[0];
  if (direct || hops > 8) return direct ?? null;
  for (const { local, kind } of dependencies) {
    const next = kind === "normal" ? crates.find((c) => c.name === local) : undefined;
    const found = next?.binding === crate.binding ? bringer(model, next, crates, hops + 1) : null;
    if (found) return found;
  }
  return null;
}

function minorOf(version: string): number {
  const [major = 0, minor = 0] = version.split(".").map((part) => Number.parseInt(part, 10) || 0);
  return major * 1000 + minor;
}

/** Minors that a Cargo requirement allows: `0.28`, `^0.28`, `=0.29.1`, `>=0.25, <0.30`, `0.*`. */
function allowedBy(requirement: string): Versions {
  const versions = { ...ANY };
  for (const part of requirement.split(",")) {
    const [, operator = "", text = ""] = /^\s*(\^|~|=|>=|<=|>|<)?\s*([\d.]*)/.exec(part) ?? [];
    const numbers = text.split(".").filter(Boolean);
    if (numbers.length === 0) continue;
    const at = minorOf(text);
    const whole = numbers.length === 1 || (operator !== "~" && operator !== "=" && at >= 1000);
    const bound = { from: at, to: whole ? Math.floor(at / 1000) * 1000 + 999 : at };
    const patch = Number(numbers[2] ?? 0);
    if (operator === ">=") bound.to = ANY.to;
    else if (operator === ">") Object.assign(bound, { from: numbers.length > 2 ? at : bound.to + 1, to: ANY.to });
    else if (operator === "<") Object.assign(bound, { from: 0, to: patch > 0 ? at : at - 1 });
    else if (operator === "<=") bound.from = 0;
    versions.from = Math.max(versions.from, bound.from);
    versions.to = Math.min(versions.to, bound.to);
  }
  return versions;
}
