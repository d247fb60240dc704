import { beforeEach, expect, test } from "vitest";
import { addProject } from "#lib/commands/add-project";
import { listProjects } from "#lib/commands/list-projects";
import { removeProject } from "#lib/commands/remove-project";
import { openTestContext, type TestContext } from "#lib/commands/test-context";
import { trackCatalogue } from "#lib/commands/track-catalogue";
import type { AppError } from "#lib/errors";

let ctx: TestContext;
beforeEach(async () => {
  ctx = await openTestContext();
});

const track = (contents: object | null) =>
  trackCatalogue(ctx, { text: contents && JSON.stringify(contents), file: "/etc/projects.json" });
const slugs = async () => (await listProjects(ctx)).map(({ slug }) => slug);
const own = (...names: string[]) => names.map((name) => ({ source: `https://example.org/${name}` }));
const told = (contents: object) =>
  track(contents).then(
    () => "",
    (error: AppError) => error.message,
  );

test("tracks every project of the catalogue once, under a slug of its own", async () => {
  await track(null);
  await track(null);
  const all = await listProjects(ctx);
  expect(all.length).toBeGreaterThan(75);
  expect(all.every(({ addedBy, source }) => addedBy === "catalogue" && source.startsWith("https://github.com/"))).toBe(
    true,
  );
  expect(all.find(({ slug }) => slug === "cryptography")).toMatchObject({ paths: ["src/rust"] });
  expect(all.find(({ slug }) => slug === "pydantic-core")).toMatchObject({
    source: "https://github.com/pydantic/pydantic",
  });
  expect(await ctx.store.client.job.count()).toBe(all.length);
});

test("adds the operator's projects to the catalogue", async () => {
  await track({ projects: own("mine") });
  expect(await slugs()).toEqual(expect.arrayContaining(["mine", "orjson"]));
});

test("tracks only the operator's projects when told to, and the catalogue again when not", async () => {
  await track(null);
  const all = await slugs();
  await track({ only: true, projects: [{ source: "https://github.com/ijl/orjson" }, ...own("mine")] });
  expect(await slugs()).toEqual(["mine", "orjson"]);
  expect(await ctx.store.client.job.count({ where: { state: "waiting" } })).toBe(2);
  await track(null);
  expect(await slugs()).toEqual(all);
});

test("follows the file: what leaves it is not tracked any more, what returns is", async () => {
  await track({ only: true, projects: own("a", "b") });
  await track({ only: true, projects: own("b") });
  expect(await slugs()).toEqual(["b"]);
  await track({ only: true, projects: own("a", "b") });
  expect(await slugs()).toEqual(["a", "b"]);
});

test("leaves alone what a person added or removed by hand", async () => {
  await track(null);
  await removeProject(ctx, { slug: "orjson" });
  await addProject(ctx, { source: "https://example.org/by-hand" });
  await track({ projects: [] });
  expect(await slugs()).toContain("by-hand");
  expect(await slugs()).not.toContain("orjson");
});

test("two workers that start together track each project once", async () => {
  await Promise.all([track({ only: true, projects: own("a", "b") }), track({ only: true, projects: own("a", "b") })]);
  expect(await slugs()).toEqual(["a", "b"]);
  expect(await ctx.store.client.job.count()).toBe(2);
});

test("says which entry takes another project's slug", async () => {
  await addProject(ctx, { source: "https://example.org/a" });
  expect(await told({ projects: [{ source: "https://example.com/a" }] })).toBe(
    'The projects file lists https://example.com/a as "a", which is the slug of https://example.org/a.',
  );
});

test("follows an entry to other crates and to another address, and reads it again", async () => {
  const entry = (change: object) => ({
    only: true,
    projects: [{ slug: "a", source: "https://example.org/a", ...change }],
  });
  await track(entry({}));
  const [before] = await ctx.store.client.project.findMany();
  await ctx.store.client.job.deleteMany();
  await track(entry({ paths: ["rust"] }));
  expect(await listProjects(ctx)).toMatchObject([{ slug: "a", paths: ["rust"], state: "waiting" }]);
  expect(await ctx.store.client.job.count()).toBe(1);
  await track(entry({ paths: ["rust"], source: "https://example.org/renamed" }));
  expect(await listProjects(ctx)).toMatchObject([{ slug: "a", source: "https://example.org/renamed" }]);
  expect(await ctx.store.client.project.findMany()).toMatchObject([{ id: before?.id }]);
  await track({ only: true, projects: [] });
  await track(entry({ paths: ["python"] }));
  expect(await listProjects(ctx)).toMatchObject([{ slug: "a", paths: ["python"] }]);
});

test("takes an entry's crates over those of the catalogue and of the command line, at every start", async () => {
  await track(null);
  const mine = { projects: [{ source: "https://github.com/ijl/orjson", paths: ["mine"] }] };
  for (const contents of [mine, mine]) {
    await track(contents);
    expect(await listProjects(ctx)).toContainEqual(expect.objectContaining({ slug: "orjson", paths: ["mine"] }));
  }
  await addProject(ctx, { source: "https://example.org/x", paths: ["a"] });
  await track({ projects: [{ source: "https://example.org/x", paths: ["b"] }] });
  expect(await listProjects(ctx)).toContainEqual(expect.objectContaining({ slug: "x", paths: ["b"] }));
});

test("leaves the crates that a person chose for a project of the catalogue", async () => {
  await track(null);
  await addProject(ctx, { source: "https://github.com/ijl/orjson", paths: ["mine"] });
  await track(null);
  expect(await listProjects(ctx)).toContainEqual(expect.objectContaining({ slug: "orjson", paths: ["mine"] }));
});

test("refuses to change by hand which crates the file lists", async () => {
  await track({ only: true, projects: own("a") });
  const change = addProject(ctx, { source: "https://example.org/a", paths: ["rust"] });
  await expect(change).rejects.toMatchObject({ code: "conflict", remedy: expect.stringContaining("--slug") });
});

test("refuses to remove by hand what the file lists", async () => {
  await track({ only: true, projects: own("a") });
  await expect(removeProject(ctx, { slug: "a" })).rejects.toMatchObject({ code: "conflict" });
});

test("names what is wrong with the file", async () => {
  expect(await told({ projects: [...own("a"), { sauce: "x" }] })).toContain("projects[1]");
  expect(await told({ projects: [{ source: "ftp://x/y" }] })).toContain("projects[0] (ftp://x/y)");
  expect(await told({ projects: own("a", "a") })).toContain(
    "projects[1] (https://example.org/a) has the same slug as projects[0]",
  );
  expect(await told({ project: [] })).toContain("/etc/projects.json");
  const broken = trackCatalogue(ctx, { text: "{", file: "/etc/projects.json" });
  await expect(broken).rejects.toMatchObject({ code: "usage", message: expect.stringContaining("not JSON") });
  expect(await slugs()).toEqual([]);
});
