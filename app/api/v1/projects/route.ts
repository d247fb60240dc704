import { health } from "#lib/queries/health";
import { projects, projectsPerPage } from "#lib/queries/projects";
import { context } from "../../../context";
import { readAddress, sortParam } from "../../../projects/address";
import { respond } from "../../../respond";
import { changedAfter, staleBefore } from "../../../staleness";
import { searchOf } from "./search";
import { units } from "./units";

export const dynamic = "force-dynamic";

export function GET(request: Request): Promise<Response> {
  return respond(request, async () => {
    const { store, env, clock } = await context();
    const asked = readAddress(searchOf(request));
    const [view, { version }] = await Promise.all([
      projects(store, {
        ...asked,
        moments: { staleBefore: staleBefore(env, clock()), changedAfter: changedAfter(env, clock(), undefined) },
      }),
      health(store, clock()),
    ]);
    return {
      schema: "subready.projects/1",
      units,
      version,
      query: view.query,
      rejected: asked.rejected,
      sort: sortParam(asked) ?? "status",
      tracked: view.tracked,
      matches: view.matches,
      page: { number: view.page, of: view.pages, size: projectsPerPage },
      projects: view.rows,
      views: view.views,
      facets: view.facets,
    };
  });
}
