import { stringify } from "csv-stringify/sync";
import { eventPage } from "#lib/queries/activity-events";
import { pageNumber } from "#lib/queries/finding-filter";
import { type HistoryView, history } from "#lib/queries/history";
import { context } from "../../../../../context";
import { respond, respondText } from "../../../../../respond";
import { units } from "../../units";
import { untracked } from "../../untracked";

export const dynamic = "force-dynamic";

/** Figures at every commit at which one changed, releases, seams and a page of events; `format=csv` gives the figures as a table. */
export function GET(request: Request, { params }: { params: Promise<{ slug: string }> }): Promise<Response> {
  const asked = new URL(request.url).searchParams;
  const view = async () => {
    const { slug } = await params;
    const { store } = await context();
    const found = await history(store, slug);
    if (!found || found.removedAt) throw untracked(slug, found?.removedAt);
    return { found, store };
  };
  if (asked.get("format") === "csv") return respondText(request, "text/csv", async () => csvOf((await view()).found));
  return respond(request, async () => {
    const { found, store } = await view();
    const events = eventPage(store, found.id, pageNumber(asked.get("page") ?? undefined));
    return { schema: "subready.project-history/1", units, ...found, events };
  });
}

/** One row for each point; a column for each owner and severity, and for each rule that was ever seen. */
function csvOf({ points, releases }: HistoryView): string {
  const rules = [...new Set(points.flatMap((point) => Object.keys(point.rules)))].sort();
  const tags = new Map<number, string[]>();
  for (const { tag, position } of releases) tags.set(position, [...(tags.get(position) ?? []), tag]);
  const rows = points.map((point) => ({
    date: point.at.toISOString(),
    commit: point.sha,
    tags: (tags.get(point.position) ?? []).join(" "),
    status: point.status,
    gate_legacy: point.gateLegacy,
    gate_own_gil: point.gateOwnGil,
    pyo3: point.pyo3Version,
    ...Object.fromEntries(
      Object.entries(point.owners).flatMap(([owner, counts]) =>
        Object.entries(counts).map(([severity, count]) => [`${owner}_${severity}`, count]),
      ),
    ),
    ...Object.fromEntries(rules.map((rule) => [rule, point.rules[rule] ?? 0])),
  }));
  return stringify(rows, { header: true, escape_formulas: true });
}
