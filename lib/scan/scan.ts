/**
 * A commit's facts → what the rules see in them → a report. The scanner's one door.
 * Must not do I/O, read a clock or fail on broken Rust; what could not be read is in `coverage`.
 */

import { Allowances } from "#lib/scan/allowances";
import { extensionsOf } from "#lib/scan/extensions";
import type { FileFacts } from "#lib/scan/facts/facts";
import type { Finding } from "#lib/scan/finding";
import { Fingerprints } from "#lib/scan/identity";
import { buildModel } from "#lib/scan/model/build";
import type { Crate, Model, SourceFile } from "#lib/scan/model/model";
import { moduleTree } from "#lib/scan/model/modules";
import type { Plan } from "#lib/scan/plan";
import type { Coverage, Problem, ScanReport, Source, Timing } from "#lib/scan/report";
import type { Rule, Seen, Sighting } from "#lib/scan/rule";

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
  /** Files of a scan before this one, by path: what was worked out of those that are the same is used again. Updated. */
  linked?: Map<string, SourceFile>;
}

/** Links the facts, runs every rule, and words what they see. */
export function scan(input: ScanInput, rules: readonly Rule[]): ScanReport {
  const started = input.now();
  const model = link(input);
  const linked = input.now();
  const allowances = new Allowances(model.files);
  const seen = look(model, rules, allowances);
  const fingerprints = new Fingerprints();
  const findings = seen.map((one) => findingOf(one, fingerprints));
  const coverage = {
    ...coverageOf(input, model),
    remarks: allowances.remarks(new Set(rules.map(({ slug }) => slug))),
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
  const seen = rules.flatMap((rule) => seenBy(rule, rule.check(model)));
  const concluded = rules.flatMap((rule) => seenBy(rule, rule.conclude?.(model, seen) ?? []));
  return [...seen, ...concluded];
}

/** Places every file in its crate's module tree and links them. */
function link({ plan, facts, linked = new Map() }: ScanInput): Model {
  const files: SourceFile[] = [];
  const byCrate = new Map<Crate, typeof plan.files>();
  for (const file of plan.files) {
    const mine = byCrate.get(file.crate);
    if (mine) mine.push(file);
    else byCrate.set(file.crate, [file]);
  }
  for (const [crate, mine] of byCrate) {
    const oids = new Map(mine.map((f) => [f.path, f.oid]));
    const factsOf = (path: string): FileFacts | undefined => facts.get(oids.get(path) ?? "");
    const places = moduleTree(crate, plan.manifests.cargo.get(crate.dir), [...oids.keys()], factsOf);
    for (const { path, oid, scope } of mine) {
      const known = factsOf(path);
      if (!known) continue;
      const now = { path, oid, facts: known, crate, scope, ...places.get(path)! };
      const before = linked.get(path);
      files.push(before && isSameFile(before, now) ? before : now);
    }
  }
  linked.clear();
  for (const file of files) linked.set(file.path, file);
  return buildModel(plan.crates, files);
}

function isSameFile(a: SourceFile, b: SourceFile): boolean {
  const { facts, crate, scope, module, cfg } = a;
  const inPlace = facts === b.facts && crate === b.crate && scope === b.scope && module === b.module;
  return inPlace && cfg.length === b.cfg.length && cfg.every((condition, at) => condition === b.cfg[at]);
}

function findingOf({ rule, sighting, suppressed }: Seen, fingerprints: Fingerprints): Finding {
  const { crate, item, symbol, shape } = sighting;
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
    fingerprint: fingerprints.next({ rule: rule.code, crate: crate.name, item, symbol, shape }),
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
