import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Store } from "#lib/db/store";
import { severities } from "#lib/queries/finding-filter";
import { countRead } from "#lib/queries/rules";
import { type Example, parseExamples } from "#lib/rules/examples";
import { rules as registry, ruleset } from "#lib/rules/index";
import { type Measured, measuredOf } from "#lib/rules/measured";
import { type Answer, answersAbout } from "#lib/rules/orjson-answers";
import type { Origin, Severity } from "#lib/scan/finding";
import type { RuleMeta } from "#lib/scan/rule";

export interface Amount {
  findings: number;
  /** What a verdict counts: one finding may stand at many. */
  places: number;
  /** Distinct causes; a finding that stands alone is its own. */
  causes: number;
}

/** One project's share of a rule. */
export interface RuleShare extends Amount {
  slug: string;
  /** The most frequent causes by name. */
  names: string[];
}

/** Places in production code with one severity and, where it is known, one origin of the value. */
export interface Weight {
  severity: Severity;
  origin: Origin | null;
  places: number;
}

export interface RuleView {
  meta: RuleMeta;
  /** What the findings weigh in effect, gravest first. */
  weights: Weight[];
  measured: Measured | null;
  /** Points of the analysis of orjson that this rule answers. */
  answers: Answer[];
  ruleset: string;
  read: number;
  /** Of what is present in production code. */
  shares: RuleShare[];
  /** Projects after the listed ones, added up; null when there are none. */
  rest: (Amount & { projects: number }) | null;
  examples: { intro: string; reported: Example[]; unreported: Example[] };
}

const mostShares = 12;
const mostNames = 2;

/** The registered rule with this slug (or code), without its detection. */
export function ruleMeta(name: string): RuleMeta | null {
  const rule = registry.find(({ slug, code }) => slug === name || code === name);
  if (!rule) return null;
  const { check: _check, message: _message, gate: _gate, ...meta } = rule;
  return meta;
}

/** Slug of each rule by its code. */
export const ruleNames: ReadonlyMap<string, string> = new Map(registry.map(({ code, slug }) => [code, slug]));

/** A rule's page; null when the ruleset has no such rule. */
export async function rule(store: Store, slug: string): Promise<RuleView | null> {
  const meta = ruleMeta(slug);
  if (!meta) return null;
  const [read, shares, weights, examples] = await Promise.all([
    countRead(store),
    sharesOf(store, meta.code),
    weightsOf(store, meta.code),
    exampleText(meta.slug),
  ]);
  const parsed = parseExamples(examples);
  const reports = (example: Example) =>
    example.files.some((file) => file.expectations.some((expected) => expected.slug === meta.slug));
  return {
    meta,
    weights,
    measured: measuredOf(meta.code),
    answers: answersAbout(meta.slug),
    ruleset,
    read,
    shares: shares.slice(0, mostShares),
    rest: restOf(shares.slice(mostShares)),
    examples: {
      intro: parsed.intro,
      reported: parsed.examples.filter(reports),
      unreported: parsed.examples.filter((example) => !reports(example)),
    },
  };
}

/** The Markdown of a registered rule's examples; they lie beside the rule and are read from the checkout. */
function exampleText(slug: string): Promise<string> {
  return readFile(join(/* turbopackIgnore: true */ process.cwd(), "lib/rules", slug, "examples.md"), "utf8");
}

interface Cause {
  slug: string;
  name: string;
  findings: bigint | number;
  places: bigint | number;
}

async function sharesOf(store: Store, code: string): Promise<RuleShare[]> {
  const causes = await store.client.$queryRaw<Cause[]>`
    SELECT p.slug, COALESCE(f.root, f.symbol) AS name, COUNT(*) AS findings,
      SUM(json_array_length(f.sites)) AS places
    FROM Finding f JOIN Project p ON p.id = f.projectId
    WHERE f.rule = ${code} AND f.present AND f.scope = 'prod' AND p.removedAt IS NULL
    GROUP BY p.slug, f.root, CASE WHEN f.root IS NULL THEN f.item || '::' || f.symbol END
    ORDER BY places DESC, name`;
  const shares = new Map<string, RuleShare>();
  for (const cause of causes) {
    const share = shares.get(cause.slug) ?? { slug: cause.slug, findings: 0, places: 0, causes: 0, names: [] };
    share.findings += Number(cause.findings);
    share.places += Number(cause.places);
    share.causes += 1;
    if (share.names.length < mostNames) share.names.push(cause.name);
    shares.set(cause.slug, share);
  }
  return [...shares.values()].sort((a, b) => b.places - a.places || a.slug.localeCompare(b.slug));
}

async function weightsOf(store: Store, code: string): Promise<Weight[]> {
  const rows = await store.client.$queryRaw<(Omit<Weight, "places"> & { places: bigint | number })[]>`
    SELECT f.severity, f.origin, SUM(json_array_length(f.sites)) AS places
    FROM Finding f JOIN Project p ON p.id = f.projectId
    WHERE f.rule = ${code} AND f.present AND f.scope = 'prod' AND p.removedAt IS NULL
    GROUP BY f.severity, f.origin`;
  return rows
    .map(({ severity, origin, places }) => ({ severity, origin, places: Number(places) }))
    .sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity) || b.places - a.places);
}

function restOf(shares: RuleShare[]): RuleView["rest"] {
  if (shares.length === 0) return null;
  const sum = (key: keyof Amount) => shares.reduce((total, share) => total + share[key], 0);
  return { projects: shares.length, findings: sum("findings"), places: sum("places"), causes: sum("causes") };
}
