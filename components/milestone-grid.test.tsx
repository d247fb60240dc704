import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { MilestoneGrid } from "#components/milestone-grid";
import type { GridRow } from "#lib/queries/milestone";

const rules = [{ code: "SI-010", slug: "static-py-pointer", title: "" }];
const row: GridRow = { slug: "larder", status: "hazardous", holds: false, findings: [3], cells: [] };

it("leads from a project's figure to its findings", () => {
  const html = renderToStaticMarkup(<MilestoneGrid grid={{ rules, rows: [row] }} />);
  expect(html).toContain('<a href="/projects/larder/findings?rule=static-py-pointer">static-py-pointer 3</a>');
});

it("says so when no project is read yet, in place of a table without rows", () => {
  const html = renderToStaticMarkup(<MilestoneGrid grid={{ rules, rows: [] }} />);
  expect(html).toContain("No project with an extension is read yet.");
  expect(html).not.toContain("<table");
});
