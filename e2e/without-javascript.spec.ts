import { expect, test } from "./fixtures";

test.use({ javaScriptEnabled: false });

test("filters, sorting and a finding work without JavaScript", async ({ page }) => {
  await page.goto("/projects");
  await page.getByRole("searchbox", { name: "Query" }).fill("status:hazardous");
  await page.getByRole("button", { name: "Search" }).click();
  await expect(page.getByRole("link", { name: "larder", exact: true })).toBeVisible();
  await expect(page.getByRole("link", { name: "gravel", exact: true })).toHaveCount(0);
  await page.getByRole("link", { name: "larder", exact: true }).click();

  await page.goto("/projects/larder/findings");
  await page.getByRole("checkbox", { name: "Critical 2" }).check();
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page).toHaveURL(/severity=critical/);
  await expect(page.getByRole("link", { name: "JAR_TYPE" })).toBeVisible();
  await expect(page.getByRole("link", { name: "NONE", exact: true })).toHaveCount(0);
  await page.getByRole("columnheader", { name: "Symbol" }).getByRole("link").click();
  await expect(page.getByRole("columnheader", { name: "Symbol" })).toHaveAttribute("aria-sort", "ascending");
  await page.getByRole("link", { name: "JAR_TYPE" }).click();
  await expect(page.getByText("pub static mut JAR_TYPE").first()).toBeVisible();
});

test("an address that means nothing answers 404, in words that need no JavaScript", async ({ page }) => {
  const words = {
    "/projects/unheard-of": "No tracked project is called “unheard-of”.",
    "/projects/unheard-of/findings": "No tracked project is called “unheard-of”.",
    "/projects/larder/findings/unheard-of": "No finding of larder has this address.",
    "/rules/unheard-of": "No rule is called “unheard-of”.",
    "/milestones/M7": "No milestone is called “M7”.",
    "/nowhere-at-all": "There is nothing at this address.",
  };
  for (const [path, title] of Object.entries(words)) {
    const answer = await page.goto(path);
    expect(answer?.status(), path).toBe(404);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
  }
});
