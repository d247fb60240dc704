import { digestOf } from "#lib/scan/facts/digest";
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
  private digests: string[] = [];
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
    const digests = now.plan.files.map(({ oid }) => digestIn(now, oid));
    const same = before !== null && crates === this.crates && alike(before.plan, this.digests, now.plan, digests);
    this.last = now;
    this.crates = crates;
    this.digests = digests;
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
function cratesOf({ packages, manifests: { cargo, python, problems } }: Plan): string {
  const targets = [...cargo].map(([dir, { lib, targets }]) => [dir, lib, targets]);
  return JSON.stringify([[...packages], targets, [...python], problems]);
}

const digests = new WeakMap<FileFacts, string>();

/** Empty for a hole. */
function digestIn({ facts }: Step, oid: string): string {
  const said = facts.get(oid);
  if (!said) return "";
  let digest = said.digest ?? digests.get(said);
  if (digest === undefined) {
    digest = digestOf(said);
    digests.set(said, digest);
  }
  return digest;
}

/** Whether the same files say the same, wherever in a file they say it. */
function alike(a: Plan, inA: string[], b: Plan, inB: string[]): boolean {
  if (a.files.length !== b.files.length) return false;
  return a.files.every((file, index) => {
    const other = b.files[index]!;
    const stays = file.path === other.path && file.scope === other.scope && file.crate.dir === other.crate.dir;
    return stays && inA[index] === inB[index];
  });
}
