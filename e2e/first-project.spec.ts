import { expect, test } from "./fixtures";
import { guarded } from "./repositories";

test("a project added on the command line is read before one's eyes, and leads to its rule", async ({
  emptyProduct,
  repositories,
  page,
}) => {
  const repository = await guarded(`${repositories}/first`);
  await page.goto(`${emptyProduct.url}/projects`);
  await expect(page.getByText("Nothing is tracked yet.")).toBeVisible();

  await emptyProduct.subready("project", "add", repository);
  await page.reload();
  await page.getByRole("link", { name: "larder" }).click();
  // Nobody reloads this page: it follows the worker by itself.
  await expect(page.getByText("larder is refused here, by its own choice")).toBeVisible();

  await page.goto(`${emptyProduct.url}/projects/larder/findings`);
  const rows = page.getByRole("table").getByRole("row");
  await expect(rows.filter({ hasText: "NONE" })).toHaveCount(1);
  await page.getByRole("searchbox", { name: "Symbol, file, rule or condition" }).fill("shelf");
  await page.getByRole("button", { name: "Search" }).click();
  await expect(page).toHaveURL(/q=shelf/);
  await expect(rows.filter({ hasText: "NONE" })).toHaveCount(0);

  await page.getByRole("link", { name: "JAR_TYPE" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("JAR_TYPE");
  await expect(page.getByText("pub static mut JAR_TYPE").first()).toBeVisible();

  await page.getByRole("link", { name: "The rule, in full" }).click();
  await expect(page).toHaveURL(/\/rules\/static-py-pointer$/);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
});

test("a removed project leaves the list", async ({ emptyProduct, repositories, page }) => {
  await emptyProduct.subready("project", "add", await guarded(`${repositories}/second`));
  await emptyProduct.settled();
  await page.goto(`${emptyProduct.url}/projects`);
  await expect(page.getByRole("link", { name: "larder" })).toBeVisible();
  await emptyProduct.subready("project", "remove", "larder");
  await page.reload();
  await expect(page.getByText("Nothing is tracked yet.")).toBeVisible();
});
