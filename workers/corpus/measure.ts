import { writeFileSync } from "node:fs";
import { ruleset } from "#lib/rules/index";
import { scanClone } from "#workers/corpus/clones";
import { groups } from "#workers/corpus/groups";
import { readLabels } from "#workers/corpus/labels";
import { emptyScore, type Score, scoreOne, type Tally } from "#workers/corpus/score";

const FIGURES = new URL("../../lib/rules/measured.json", import.meta.url);
const NOTHING: Tally = { found: 0, missing: 0, noisy: 0 };

/** Compares findings with labels, prints the table, and gives the figures that rule pages show. */
export async function measure(clones: string, labels: string): Promise<{ store: () => void }> {
  const score = emptyScore();
  let repositories = 0;
  for (const entry of readLabels(labels)) {
    const report = await scanClone(clones, entry);
    if (report) scoreOne(score, entry, report.findings);
    else console.log(`not measured: ${entry.repo} at ${entry.commit.slice(0, 12)} is not among the clones`);
    if (report) repositories++;
  }
  print(score);
  const date = new Date().toISOString().slice(0, 10);
  const figures = { date, ruleset, repositories, rules: figuresOf(score) };
  return { store: () => writeFileSync(FIGURES, `${JSON.stringify(figures, null, 2)}\n`) };
}

function figuresOf({ byRule, byGroup }: Score): Record<string, object> {
  return Object.fromEntries(
    [...byRule]
      .sort(([a], [b]) => a.localeCompare(b))
      .flatMap(([rule, figures]) => {
        const mine = groups.filter(({ rules, name }) => rules.includes(rule) && byGroup.has(name));
        if (!mine[0]) return [];
        const { found, missing } = sum(mine.map(({ name }) => byGroup.get(name)!));
        return [
          [rule, { ...figures, group: mine.map(({ name }) => name).join(", "), labelled: found + missing, found }],
        ];
      }),
  );
}

function print({ byGroup, byRule, faults }: Score): void {
  console.log("\ngroup                     precision  recall   found missing noisy");
  for (const [name, tally] of byGroup) row(name, tally);
  const core = groups.filter((group) => group.core).map(({ name }) => byGroup.get(name) ?? NOTHING);
  row("core groups", sum(core));
  row("all groups", sum([...byGroup.values()]));
  console.log("\nrule     confirmed of judged");
  for (const [rule, { judged, confirmed }] of [...byRule].sort(([a], [b]) => a.localeCompare(b)))
    console.log(`${rule}   ${confirmed} of ${judged}`);
  for (const fault of faults) console.log(fault);
}

function row(name: string, { found, missing, noisy }: Tally): void {
  const figures = [share(found, noisy), share(found, missing), `${found}`.padStart(7), `${missing}`.padStart(7)];
  console.log(`${name.padEnd(26)}${figures.join(" ")} ${`${noisy}`.padStart(5)}`);
}

const share = (good: number, bad: number) => (good + bad === 0 ? "-" : (good / (good + bad)).toFixed(4)).padStart(8);

function sum(tallies: readonly Tally[]): Tally {
  return tallies.reduce(
    (all, tally) => ({
      found: all.found + tally.found,
      missing: all.missing + tally.missing,
      noisy: all.noisy + tally.noisy,
    }),
    NOTHING,
  );
}
