import { isEqual } from "#lib/scan/equal";
import type { FileFacts } from "#lib/scan/facts/facts";
import { Linker } from "#lib/scan/model/linker";
import type { Plan } from "#lib/scan/plan";
import type { Problem, ScanReport, Source } from "#lib/scan/report";
import type { Rule } from "#lib/scan/rule";
import { scan } from "#lib/scan/scan";

export interface Step {
  source: Source;
  plan: Plan;
  /** By blob id; a blob without facts is a hole. */
  facts: ReadonlyMap<string, FileFacts>;
  /** Why a blob has no facts, by blob id. */
  holes: ReadonlyMap<string, string>;
}

/** Scans one tree after another, and knows when nothing has changed besides the lines on which things stand. */
export class SuccessiveScan {
  private last: Step | null = null;
  /** What the manifests come to. */
  private crates = "";
  private readonly linker = new Linker(true);

  constructor(
    private readonly rules: readonly Rule[],
    private readonly ruleset: string,
  ) {}

  /** Goes on to this tree. False when it differs from the one before in nothing but lines. */
  step(now: Step): boolean {
    const before = this.last;
    if (now.plan === before?.plan) return false;
    const crates = now.plan.manifests === before?.plan.manifests ? this.crates : cratesOf(now.plan);
    const same = before !== null && crates === this.crates && alike(before, now);
    this.last = now;
    this.crates = crates;
    return !same;
  }

  /** What there is to see in the last tree, or in one a little before it; null before the first step. */
  report(at = this.last): ScanReport | null {
    if (!at) return null;
    const { source, plan, facts, holes } = at;
    const unread = plan.files.flatMap(({ path, oid }): Problem[] =>
      facts.has(oid) ? [] : [{ path, line: 1, message: holes.get(oid) ?? "it was not read" }],
    );
    const spent = { readMs: 0, factsMs: 0 };
    const { ruleset, linker, rules } = this;
    return scan({ source, plan, facts, holes: unread, ruleset, spent, now: () => 0, linker }, rules);
  }
}

/** The crates, and what else of the manifests a scan reads. */
function cratesOf({ packages, manifests: { cargo, extModules, problems } }: Plan): string {
  const targets = [...cargo].map(([dir, { lib, targets }]) => [dir, lib, targets]);
  return JSON.stringify([[...packages], targets, [...extModules], problems]);
}

/** Whether the same files say the same, wherever in a file they say it. */
function alike(a: Step, b: Step): boolean {
  if (a.plan.files.length !== b.plan.files.length) return false;
  return a.plan.files.every((file, index) => {
    const other = b.plan.files[index]!;
    const stays = file.path === other.path && file.scope === other.scope && file.crate.dir === other.crate.dir;
    return stays && isSame(a.facts.get(file.oid), b.facts.get(other.oid));
  });
}

/** Where something stands says nothing about what it is. */
const PLACES: ReadonlySet<string> = new Set(["at", "line", "lines", "bytes"]);

/** A change from one to the other can only have moved lines. Where a comment allows findings, positions say which ones. */
function isSame(a: FileFacts | undefined, b: FileFacts | undefined): boolean {
  return isEqual(a, b, a?.allows ? undefined : PLACES);
}
