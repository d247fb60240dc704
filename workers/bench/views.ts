/**
 * What the pages' queries cost on 1,000 projects with a million spans, and how large that store is. The rows are invented
 * and the same each time. `bench.ts` starts it; two numbers after its name make it smaller: projects, rounds.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStore, type Store } from "#lib/db/store";
import { activity } from "#lib/queries/activity";
import { compare, sideNamed } from "#lib/queries/compare";
import { ecosystem } from "#lib/queries/ecosystem";
import { finding } from "#lib/queries/finding";
import { readFindingFilter } from "#lib/queries/finding-filter";
import { findings } from "#lib/queries/findings";
import { history } from "#lib/queries/history";
import { milestone } from "#lib/queries/milestone";
import { milestones } from "#lib/queries/milestones";
import { overview } from "#lib/queries/overview";
import { project } from "#lib/queries/project";
import { emptyQuery, parseQuery } from "#lib/queries/project-query";
import { projects } from "#lib/queries/projects";
import { rule } from "#lib/queries/rule";
import { rules } from "#lib/queries/rules";
import { whatIf } from "#lib/queries/what-if";
import { fillStore, ruleSlugs, type Size } from "#workers/bench/seeded-store";

const [count = 1000, rounds = 20] = process.argv.slice(2).map(Number);
const size: Size = { projects: count, commits: 200, releases: 25, points: 60, findings: 250, spansPerFinding: 4 };
const spans = size.projects * size.findings * size.spansPerFinding;

const folder = mkdtempSync(join(tmpdir(), "subready-views-"));
try {
  const store = await openStore(folder);
  fillStore(store, size);
  store.transaction((sql) => sql.exec("analyze"));
  await measure(store);
  await store.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function measure(store: Store): Promise<void> {
  const pages = (name: string) => store.read((sql) => Number(sql.pragma(name, { simple: true })));
  const bytes = pages("page_count") * pages("page_size");
  console.log(
    `\n${size.projects} projects, ${spans} spans: ${(bytes / spans).toFixed(0)} bytes per span, all told (bar: 1000)`,
  );
  console.log("  what each page asks of the store, 95th percentile (bar: 100 ms)");
  const now = new Date(Date.UTC(2026, 0, 1));
  const week = new Date(now.getTime() - 7 * 86_400_000);
  const asked = {
    sort: "closest",
    descending: false,
    page: 1,
    moments: { staleBefore: week, changedAfter: week },
  } as const;
  const slug = (round: number) => `bench-${(round * 37) % size.projects}`;
  await time("overview", () => overview(store));
  await time("ecosystem", async () => ecosystem(store, now));
  await time("projects", () => projects(store, { ...asked, query: emptyQuery() }));
  await time("projects, guard lost", () => projects(store, { ...asked, query: parseQuery("is:guard-lost").query }));
  await time("project", (round) => project(store, slug(round)));
  await time("history", (round) => history(store, slug(round)));
  await time("history, events of all", () => activity(store, { project: null, eventPage: 1, scanPage: 1 }));
  await time("compare", async (round) => {
    const [from, to] = await Promise.all(["v3", "v20"].map((tag) => sideNamed(store, slug(round), tag)));
    return compare(store, slug(round), from!, to!);
  });
  await time("finding", (round) => finding(store, slug(round), `${slug(round)}-f${round}`));
  await time("findings", (round) => findings(store, slug(round), readFindingFilter({})));
  await time("rules", () => rules(store));
  await time("rule", (round) => rule(store, ruleSlugs[round % ruleSlugs.length]!));
  await time("milestones", () => milestones(store));
  await time("milestone", (round) => milestone(store, `M${(round % 6) + 1}`));
  await time("what if", async (round) => whatIf(store, round % 2 ? ["opt-in", "once-lock"] : ["interned"]));
  console.log(`  memory ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB`);
}

/** Prints the first answer, which may fill a memory, and the 95th percentile of those after it. */
async function time(name: string, ask: (round: number) => unknown): Promise<void> {
  const spent: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const started = performance.now();
    await ask(round);
    spent.push(performance.now() - started);
  }
  const [first = 0, ...later] = spent;
  const p95 = later.sort((a, b) => a - b)[Math.ceil(later.length * 0.95) - 1] ?? first;
  console.log(`  ${name.padEnd(32)}${p95.toFixed(0).padStart(6)} ms   p95; the first one ${first.toFixed(0)} ms`);
}
