/**
 * A commit's facts → what the rules see in them → a report. The scanner's one door.
 * Must not do I/O, read a clock or fail on broken Rust; what could not be read is in `coverage`.
 */

import { Allowances } from "#lib/scan/allowances";
import { extensionsOf } from "#lib/scan/extensions";
import type { FileFacts } from "#lib/scan/facts/facts";
import type { Finding } from "#lib/scan/finding";
import { fingerprintOf, type Identity, identityOf, Ordinals } from "#lib/scan/identity";
import { Linker } from "#lib/scan/model/linker";
import type { Model } from "#lib/scan/model/model";
import { opaqueStatics } from "#lib/scan/opaque";
import type { Plan } from "#lib/scan/plan";
import type { Coverage, Problem, ScanReport, Source, Timing } from "#lib/scan/report";
import type { Rule, Seen, Sighting } from "#lib/scan/rule";
import { sightingsOf } from "#lib/scan/sightings";

export interface ScanInput {
  source: Source;
  plan: Plan;
  /** Facts by blob id; a blob without facts is a hole. */
  facts: ReadonlyMap<string, FileFacts>;
  /** Files that could not be read at all. */
  holes: Problem[];
  ruleset: string;
  /** What reading and extraction took, in milliseconds. */
  spent: Pick<Timing, "readMs" | "factsMs">;
  now: () => number;
  /** What has linked the commit before this one, if any. */
  linker?: Linker;
}

/** Links the facts, runs every rule, and words what they see. */
export function scan(input: ScanInput, rules: readonly Rule[]): ScanReport {
  const started = input.now();
  const model = (input.linker ?? new Linker(false)).link(input.plan, input.facts);
  const linked = input.now();
  const allowances = new Allowances(model.files);
  const seen = look(model, rules, allowances);
  const ordinals = new Ordinals();
  const findings = seen.map((one) => worded(one, ordinals));
  const opaque = opaqueStatics(model);
  const coverage: Coverage = {
    ...coverageOf(input, model),
    remarks: allowances.remarks(new Set(rules.map(({ slug }) => slug))),
    ...(opaque.length > 0 && { opaque }),
  };
  const extensions = extensionsOf(model, input.plan, seen, findings, coverage);
  const ended = input.now();
  const { readMs, factsMs } = input.spent;
  const timing = {
    readMs,
    factsMs,
    modelMs: linked - started,
    rulesMs: ended - linked,
    totalMs: readMs + factsMs + ended - started,
  };
  return {
    schema: "subready.scan/1",
    source: input.source,
    ruleset: input.ruleset,
    coverage,
    extensions,
    findings,
    timing,
  };
}

function look(model: Model, rules: readonly Rule[], allowances: Allowances): Seen[] {
  const seenBy = (rule: Rule, sightings: Iterable<Sighting>): Seen[] =>
    [...sightings].map((sighting) => ({
      rule,
      sighting,
      suppressed: allowances.reasonFor(rule.slug, sighting.sites),
    }));
  const seen = rules.flatMap((rule) => seenBy(rule, sightingsOf(model, rule)));
  const concluded = rules.flatMap((rule) => seenBy(rule, rule.conclude?.(model, seen) ?? []));
  return [...seen, ...concluded];
}

/** What a sighting was called when it was last met. */
interface Worded {
  identity: Identity;
  ordinal: number;
  finding: Finding | null;
}
const known = new WeakMap<Sighting, Worded>();

/** A sighting that holds from commit to commit is one finding, in the same words. */
function worded(seen: Seen, ordinals: Ordinals): Finding {
  const { rule, sighting, suppressed } = seen;
  const before = known.get(sighting) ?? { identity: identityIn(rule, sighting), ordinal: 0, finding: null };
  const ordinal = ordinals.next(before.identity);
  if (before.ordinal === ordinal && before.finding?.suppressed === suppressed) return before.finding;
  const finding = findingOf(seen, fingerprintOf(before.identity, ordinal));
  known.set(sighting, { ...before, ordinal, finding });
  return finding;
}

function identityIn(rule: Rule, { crate, item, symbol, shape }: Sighting): Identity {
  return identityOf({ rule: rule.code, crate: crate.name, item, symbol, shape });
}

function findingOf({ rule, sighting, suppressed }: Seen, fingerprint: string): Finding {
  const { crate, item, symbol } = sighting;
  const severity = sighting.severity ?? rule.severity;
  const declared = severity === rule.severity ? {} : { declared: rule.severity };
  return {
    rule: rule.code,
    slug: rule.slug,
    severity,
    owner: sighting.owner ?? rule.owner,
    scope: sighting.scope,
    confidence: sighting.confidence ?? "high",
    crate: crate.name,
    item,
    symbol,
    message: rule.message(sighting.evidence, symbol),
    cfg: sighting.cfg,
    origin: sighting.origin ?? null,
    evidence: { ...sighting.evidence, ...declared },
    root: sighting.root ?? null,
    suppressed,
    fingerprint,
    sites: sighting.sites,
  };
}

function coverageOf({ plan, holes }: ScanInput, model: Model): Omit<Coverage, "remarks"> {
  const problems = [...plan.manifests.problems, ...holes];
  for (const file of model.files) for (const p of file.facts.problems) problems.push({ path: file.path, ...p });
  return {
    files: plan.files.length,
    bytes: model.files.reduce((sum, file) => sum + file.facts.bytes, 0),
    parsed: model.files.length,
    problems,
    unscanned: plan.unscanned,
  };
}
