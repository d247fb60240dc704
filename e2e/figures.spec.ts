import { expect, test } from "./fixtures";

test.use({ javaScriptEnabled: false });

const addresses = [
  "/milestones",
  ...["M1", "M2", "M3", "M4", "M5", "M6"].map((id) => `/milestones/${id}`),
  "/milestones/M1?at=2025-02-27T23:52:02.000Z",
  "/milestones/hazards/own-statics",
  "/milestones/readiness",
  "/milestones/today",
  "/milestones/today?ask=candidate",
  "/milestones/months/2026-03?ask=own-statics",
  "/milestones/what-if",
  "/milestones/what-if?change=opt-in&status=declared&reach=class-types",
  "/milestones/what-if/larder?change=opt-in",
];

/** Text with a digit that is no link, but for what is no count. */
function nakedFigures(): string[] {
  const elsewhere = [
    "a", // leads somewhere
    "time", // a date
    "svg", // axes and labels of a chart, whose figures stand in the table below it
    "caption, .crumb, h2", // says again what the page or the link above is called
    "summary", // counts what it folds away
    "code", // quoted source
    "[data-fixed]", // set by us or by the past, not counted: weights, and what earlier rules published
  ].join();
  const names = [
    /\b[a-z][\w-]*\d[\w'-]*/gi, // PyO3, M3, SI-012, pyo3-log
    /#\d+|\bPEP[ -]\d+/g, // issues and proposals
    /\b(?:in|since|CPython) \d+\.\d+/g, // releases
  ];
  const found: string[] = [];
  const walker = document.createTreeWalker(document.querySelector("main")!, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.parentElement!.closest(elsewhere)) continue;
    const text = names.reduce((rest, name) => rest.replace(name, ""), node.textContent ?? "");
    if (/\d/.test(text)) found.push(`${node.textContent} in: ${node.parentElement!.parentElement!.textContent}`);
  }
  return found;
}

for (const address of addresses)
  test(`no figure at ${address} is without a way to its rows`, async ({ page }) => {
    const answer = await page.goto(address);
    expect(answer?.status()).toBe(200);
    expect(await page.getByRole("main").locator("a").filter({ hasText: /\d/ }).count()).toBeGreaterThan(0);
    expect(await page.evaluate(nakedFigures)).toEqual([]);
  });
