import { trackingIssue } from "#lib/milestones/thread-baseline";
import { startFakeGithub } from "#workers/fake-github/server";
import { baselineThreads, trackingBody } from "#workers/fake-github/tracking-issue";
import { expect, test } from "./fixtures";
import { startProduct } from "./product";

test.use({ javaScriptEnabled: false });

const ticked =
  "- [x] Allow extension authors to use `unsafe` in order to opt in to sub-interpreter support, from 0.30 on.";

test("what changes in the tracking issue marks the goal for review, with the difference and what shows it", async ({
  page,
}) => {
  const fake = await startFakeGithub({ threads: baselineThreads(trackingBody()) });
  const product = await startProduct([], { githubApi: fake.url, daysAgo: 2 });
  const issue = page.locator("#issue");
  const shows = (text: string) =>
    expect(async () => {
      await page.goto(`${product.url}/milestones`);
      await expect(issue).toContainText(text, { timeout: 500 });
    }).toPass();
  try {
    await shows("The issue was read");
    await expect(issue).toContainText("Nothing that the issue or its threads say disagrees with the evidence");

    fake.scenario.threads = baselineThreads(trackingBody({ M4: ticked })).map((thread) =>
      thread.id === "pyo3/pyo3#6245" ? { ...thread, state: "closed", closedAt: "2026-11-20T00:00:00Z" } : thread,
    );
    await product.restart();
    await shows("pyo3/pyo3#6245 was open when the checks were written and is closed now.");

    await issue.getByRole("link", { name: "M4", exact: true }).click();
    await expect(page).toHaveURL(/\/milestones\/M4#issue$/);
    await expect(issue.getByText("Needs review.")).toHaveCount(2);
    await expect(issue).toContainText(/The issue now says: “Allow extension authors .* from 0\.30 on\.”/);
    await expect(issue.getByText(/^What its text changed on/)).toBeVisible();
    await expect(issue.locator("ins")).toHaveText(ticked);
    await expect(issue.locator("del")).toContainText("- [ ] Allow extension authors to use `unsafe`");
    expect(await issue.getByRole("link", { name: /The issue now says/ }).getAttribute("href")).toContain(
      trackingIssue.split("#")[1],
    );
    await issue.getByRole("link", { name: "The box in the issue is ticked, and 0 of 3 checks hold." }).click();
    await expect(page).toHaveURL(/\/milestones\/M4#checks$/);
    await expect(page.locator("#checks").getByRole("listitem")).toHaveCount(3);
  } finally {
    await product.stop();
    await fake.close();
  }
});
