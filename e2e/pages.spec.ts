import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";

const addresses = {
  overview: "/",
  projects: "/projects",
  "projects, none matching": "/projects?q=no-such-name",
  "project, hazardous": "/projects/larder",
  "project, unguarded": "/projects/seedling",
  "project, without Python": "/projects/gravel",
  "project, not read": "/projects/nowhere",
  "project, unknown": "/projects/unheard-of",
  history: "/projects/larder/history",
  "history, not read": "/projects/nowhere/history",
  compare: "/projects/larder/compare?from=2020&to=2030",
  findings: "/projects/larder/findings?scope=any",
  "findings, none matching": "/projects/larder/findings?q=no-such-symbol",
  milestones: "/milestones",
  milestone: "/milestones/M3",
  "milestone, unknown": "/milestones/M7",
  "what if": "/milestones/what-if?change=opt-in&change=class-types&status=declared&reach=class-types",
  "what if, one project": "/milestones/what-if/larder?change=opt-in",
  "milestone, then": "/milestones/M1?at=2025-02-27T23:52:02.000Z",
  "projects of today": "/milestones/today?ask=candidate",
  "class of hazard": "/milestones/hazards/own-statics",
  "month of the ecosystem": "/milestones/months/2026-03?ask=own-statics",
  "readiness index": "/milestones/readiness",
  rules: "/rules",
  rule: "/rules/static-py-pointer",
  "rule, unknown": "/rules/unheard-of",
  activity: "/activity",
  about: "/about",
};

async function finding(page: Page): Promise<string> {
  await page.goto("/projects/larder/findings");
  return (await page.getByRole("link", { name: "JAR_TYPE" }).getAttribute("href")) ?? "";
}

/** What sticks out at the right of a page that should not scroll sideways. */
function overflowing(): string[] {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const wide = [...document.querySelectorAll("body *")].filter(
    (element) => element.getBoundingClientRect().right > width + 0.5,
  );
  return wide.map(
    (element) => `${element.tagName.toLowerCase()}.${element.className} ${element.textContent?.slice(0, 40)}`,
  );
}

for (const name of [...Object.keys(addresses), "finding"] as (keyof typeof addresses | "finding")[]) {
  test(`${name}: accessible in both themes, and no wider than a phone`, async ({ page }) => {
    const address = name === "finding" ? await finding(page) : addresses[name];
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width: 1280, height: 900 });
      await page.goto(address);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      const picture = (width: string) => ({
        path: `test-results/pages/${name.replace(/[ ,]+/g, "-")}-${colorScheme}-${width}.png`,
        fullPage: true,
      });
      await page.screenshot(picture("wide"));
      const { violations } = await new AxeBuilder({ page }).analyze();
      const found = violations.flatMap(({ id, nodes }) =>
        nodes.map(({ html, failureSummary }) => ({ id, html, failureSummary })),
      );
      expect(found, `${address}, ${colorScheme}`).toEqual([]);
      await page.setViewportSize({ width: 360, height: 780 });
      expect(await page.evaluate(overflowing), `${address} at 360 px`).toEqual([]);
      await page.screenshot(picture("phone"));
    }
  });
}
