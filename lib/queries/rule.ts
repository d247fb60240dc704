import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Store } from "#lib/db/store";
import { severities } from "#lib/queries/finding-filter";
import { type Amount, causeNames, type RuleTally, ruleTallies, type Weight } from "#lib/queries/rule-tallies";
import { countRead } from "#lib/queries/rules";
import { type Example, type ExampleFile, halfOf, isPair, parseExamples } from "#lib/rules/examples";
import { rules as registry, ruleset } from "#lib/rules/index";
import { type Measured, measuredOf } from "#lib/rules/measured";
import { type Answer, answersAbout } from "#lib/rules/orjson-answers";
import type { RuleMeta } from "#lib/scan/rule";
import { groupBy } from "#lib/scan/sighting";

/** One project's share of a rule. */
export interface RuleShare extends Amount {
  slug: string;
  /** The most frequent causes by name. */
  names: string[];
}

/** One crate as it is reported, and as its author can change it. */
export interface RulePair {
  title: string;
  /** Markdown. */
  prose: string;
  before: ExampleFile[];
  after: ExampleFile[];
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
  examples: { intro: string; pairs: RulePair[]; reported: Example[]; unreported: Example[] };
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
  const tallies = ruleTallies(store)
    .filter((tally) => tally.rule === meta.code)
    .sort((a, b) => b.places - a.places || a.slug.localeCompare(b.slug));
  const [read, examples] = await Promise.all([countRead(store), exampleText(meta.slug)]);
  const parsed = parseExamples(examples);
  const alone = parsed.examples.filter((example) => !isPair(example));
  const reports = (example: Example) =>
    example.files.some((file) => file.expectations.some((expected) => expected.slug === meta.slug));
  return {
    meta,
    weights: weightsOf(tallies),
    measured: measuredOf(meta.code),
    answers: answersAbout(meta.slug),
    ruleset,
    read,
    shares: sharesOf(store, meta.code, tallies.slice(0, mostShares)),
    rest: restOf(tallies.slice(mostShares)),
    examples: {
      intro: parsed.intro,
      pairs: parsed.examples.filter(isPair).map(pairOf),
      reported: alone.filter(reports),
      unreported: alone.filter((example) => !reports(example)),
    },
  };
}

const pairOf = (pair: Example): RulePair => ({
  title: pair.title.replace(/^Before and after: (.)/, (_, first: string) => first.toUpperCase()),
  prose: pair.prose,
  before: halfOf("before", pair),
  after: halfOf("after", pair),
});

/** The Markdown of a registered rule's examples; they lie beside the rule and are read from the checkout. */
function exampleText(slug: string): Promise<string> {
  return readFile(join(/* turbopackIgnore: true */ process.cwd(), "lib/rules", slug, "examples.md"), "utf8");
}

function sharesOf(store: Store, code: string, tallies: RuleTally[]): RuleShare[] {
  const names = causeNames(
    store,
    code,
    tallies.map(({ projectId }) => projectId),
  );
  return tallies.map(({ projectId, slug, findings, places, causes }) => ({
    ...{ slug, findings, places, causes },
    names: (names.get(projectId) ?? []).slice(0, mostNames),
  }));
}

function weightsOf(tallies: RuleTally[]): Weight[] {
  const alike = groupBy(
    tallies.flatMap(({ weights }) => weights),
    ({ severity, origin }) => `${severity} ${origin}`,
  );
  return [...alike.values()]
    .map((group) => ({ ...group[0]!, places: group.reduce((sum, { places }) => sum + places, 0) }))
    .map(({ severity, origin, places }) => ({ severity, origin, places }))
    .sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity) || b.places - a.places);
}

function restOf(shares: Amount[]): RuleView["rest"] {
  if (shares.length === 0) return null;
  const sum = (key: keyof Amount) => shares.reduce((total, share) => total + share[key], 0);
  return { projects: shares.length, findings: sum("findings"), places: sum("places"), causes: sum("causes") };
}
