import { project } from "#lib/queries/project";
import { context } from "../../../../context";
import { respond } from "../../../../respond";
import { units } from "../units";
import { untracked } from "../untracked";

export const dynamic = "force-dynamic";

export function GET(request: Request, { params }: { params: Promise<{ slug: string }> }): Promise<Response> {
  return respond(request, async () => {
    const { slug } = await params;
    const { store } = await context();
    const view = await project(store, slug);
    if (!view || view.removedAt) throw untracked(slug, view?.removedAt);
    return { schema: "subready.project/1", units, ...view };
  });
}
