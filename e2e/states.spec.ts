import { join } from "node:path";
import { expect, test } from "./fixtures";

test("a repository that is not there is explained, with what to do and when it is tried again", async ({ page }) => {
  await page.goto("/projects/nowhere");
  const state = page.getByRole("main");
  await expect(state).toContainText("could not be read");
  await expect(state).toContainText(/tried again|next try/i);
  await page.goto("/projects");
  await expect(page.getByRole("row", { name: /nowhere/ })).toContainText("Not read");
});

test("a package that refuses and one that nothing checks are told apart", async ({ page }) => {
  await page.goto("/projects/larder");
  await expect(page.getByRole("main")).toContainText(/refused/i);
  await page.goto("/projects?q=gate:no-check");
  await expect(page.getByRole("link", { name: "seedling", exact: true })).toBeVisible();
  await expect(page.getByRole("link", { name: "gravel", exact: true })).toHaveCount(0);
});

test("a project without Python gets an answer of its own", async ({ page }) => {
  await page.goto("/projects/gravel");
  await expect(page.getByRole("main")).not.toContainText(/hazardous|could not be read/i);
});

test("an instance that tracks nothing says so on every page, and how to begin", async ({ emptyProduct, page }) => {
  await page.goto(emptyProduct.url);
  await expect(page.getByRole("main")).toContainText("project add");
  for (const path of ["/projects", "/rules", "/activity", "/about"]) {
    const answer = await page.goto(emptyProduct.url + path);
    expect(answer?.status(), path).toBe(200);
  }
});

test("a removed project says when it was removed and how to track it again", async ({
  emptyProduct,
  repositories,
  page,
}) => {
  const source = join(repositories, "larder.git");
  await emptyProduct.subready("project", "add", source);
  await emptyProduct.subready("project", "remove", "larder");
  for (const path of ["/projects/larder", "/projects/larder/findings"]) {
    const answer = await page.goto(emptyProduct.url + path);
    expect(answer?.status(), path).toBe(404);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("larder is no longer tracked.");
    await expect(page.getByRole("main")).toContainText(`project add ${source}`);
  }
  const told = await page.request.get(`${emptyProduct.url}/api/v1/projects/larder`);
  expect(told.status()).toBe(404);
  expect(await told.text()).toContain("was removed on");
});
