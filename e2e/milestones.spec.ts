import { expect, test } from "./fixtures";

test.use({ javaScriptEnabled: false });

test("a goal leads to its projects, and a project's figure to its findings", async ({ page }) => {
  await page.goto("/milestones");
  await page.getByRole("row", { name: /^M2/ }).getByRole("link", { name: "1 of 2" }).click();
  await expect(page).toHaveURL(/\/milestones\/M2#projects$/);
  await page
    .getByRole("row", { name: /^larder/ })
    .getByRole("link", { name: /^static-py-pointer/ })
    .click();
  await expect(page.getByRole("link", { name: "JAR_TYPE" })).toBeVisible();
});

test("a class of hazard leads to the projects that have it, and on to the findings", async ({ page }) => {
  await page.goto("/milestones");
  await page
    .getByRole("heading", { name: "Clear of statics of their own" })
    .getByRole("link", { name: "1 of 2" })
    .click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("1 of 2 projects are clear");
  await page
    .getByRole("row", { name: /^larder no/ })
    .getByRole("link", { name: /^static-py-pointer/ })
    .click();
  await expect(page.getByRole("link", { name: "JAR_TYPE" })).toBeVisible();
});

test("a figure of a month leads to its projects, and a project to what was found in it then", async ({ page }) => {
  const statuses = page.locator("#statuses");
  await expect(async () => {
    await page.goto("/milestones");
    await expect(statuses).toBeVisible({ timeout: 500 });
  }).toPass();
  await statuses.getByText("Same data as a table").click();
  await statuses
    .getByRole("row", { name: /^2026-03/ })
    .getByRole("link")
    .nth(1)
    .click();
  await expect(page).toHaveURL(/\/milestones\/months\/2026-03\?ask=status-hazardous$/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(
    "Projects whose status is hazardous in 2026-03: 1 of 2.",
  );
  await page
    .getByRole("row", { name: /^larder yes/ })
    .getByRole("link", { name: "findings" })
    .click();
  await expect(page.getByText("As they stood at")).toBeVisible();
  await expect(page.getByRole("link", { name: "JAR_TYPE" })).toBeVisible();
});

test("the API has the same of a class of hazard, and says where the classes are listed", async ({ page }) => {
  const { classes } = await (await page.request.get("/api/v1/milestones/hazards")).json();
  expect(classes.find(({ id }: { id: string }) => id === "own-statics")).toMatchObject({ holds: 1, of: 2 });
  const one = await (await page.request.get("/api/v1/milestones/hazards/own-statics")).json();
  expect(one).toMatchObject({ schema: "subready.hazard/1", share: { holds: 1, of: 2 } });
  expect(one.rows[0]).toMatchObject({ slug: "larder", holds: false });
  const none = await page.request.get("/api/v1/milestones/hazards/luck");
  expect([none.status(), (await none.json()).error.remedy]).toEqual([
    404,
    "GET /api/v1/milestones/hazards lists them.",
  ]);
});

test("a supposed change has an address, and says which projects it frees", async ({ page }) => {
  await page.goto("/milestones/what-if");
  await page.getByRole("checkbox", { name: /An opt-in for the slot/ }).check();
  await page.getByRole("button", { name: "Suppose these" }).click();
  await expect(page).toHaveURL(/change=opt-in/);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("1 project could declare");
  await expect(page.getByRole("row", { name: /seedling.*Could declare/ })).toBeVisible();
});

test("the readiness index names every project that it counts", async ({ page }) => {
  await page.goto("/milestones");
  await page.getByRole("link", { name: "Readiness index" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("The readiness index of");
  await page
    .getByRole("row", { name: /^Hazardous/ })
    .getByRole("link", { name: "larder" })
    .click();
  await expect(page).toHaveURL(/projects\/larder$/);
});

test("a project says what it owes to each goal itself, and what waits for others", async ({ page }) => {
  await page.goto("/projects/larder");
  const goal = page.locator("#milestones").getByRole("row", { name: /^M3/ });
  await goal.getByRole("link", { name: /findings?$/ }).click();
  await expect(page).toHaveURL(/owner=crate/);
  await expect(page.getByRole("link", { name: "JAR_TYPE" })).toBeVisible();
});
