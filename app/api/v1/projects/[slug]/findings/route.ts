import { readFindingFilter } from "#lib/queries/finding-filter";
import { findings, findingsPerPage } from "#lib/queries/findings";
import { context } from "../../../../../context";
import { respond } from "../../../../../respond";
import { searchOf } from "../../search";
import { units } from "../../units";
import { untracked } from "../../untracked";

export const dynamic = "force-dynamic";

export function GET(request: Request, { params }: { params: Promise<{ slug: string }> }): Promise<Response> {
  return respond(request, async () => {
    const { slug } = await params;
    const { store } = await context();
    const view = await findings(store, slug, readFindingFilter(searchOf(request)));
    if (!view || view.removedAt) throw untracked(slug, view?.removedAt);
    return {
      schema: "subready.findings/1",
      units,
      project: slug,
      commit: view.sha,
      ruleset: view.ruleset,
      present: view.headline,
      matches: view.matches,
      page: { number: view.filter.page, of: view.pages, size: findingsPerPage },
      findings: view.groups.flatMap((group) => group.rows),
      facets: view.facets,
    };
  });
}
