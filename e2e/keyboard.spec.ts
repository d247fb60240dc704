import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";

/** Presses Tab until the link with this text has the focus, as somebody without a mouse does. */
async function tabTo(page: Page, name: string): Promise<void> {
  const link = page.getByRole("link", { name, exact: true }).first();
  await expect(async () => {
    await page.keyboard.press("Tab");
    await expect(link).toBeFocused({ timeout: 50 });
  }).toPass({ intervals: [0] });
}

test("the skip link leads past the masthead", async ({ page }) => {
  await page.goto("/projects");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to content" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/#main$/);
});

test("a finding is reached with the keyboard alone, and the focus is always seen", async ({ page }) => {
  await page.goto("/projects");
  await tabTo(page, "larder");
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement ?? document.body).outlineStyle);
  expect(outline).not.toBe("none");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/projects\/larder$/);
  await page.goto("/projects/larder/findings");
  await tabTo(page, "JAR_TYPE");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("JAR_TYPE");
});

test("a slash leads to the search field", async ({ page }) => {
  await page.goto("/about");
  const field = page.getByRole("searchbox").first();
  // The first presses may come before the page's script does.
  await expect(async () => {
    await page.keyboard.press("/");
    await expect(field).toBeFocused({ timeout: 200 });
  }).toPass();
});
