import { milestones } from "#lib/queries/milestones";
import { whatIf } from "#lib/queries/what-if";
import { context } from "../../../context";
import { respond } from "../../../respond";

export const dynamic = "force-dynamic";

/** What the page shows; with `?change=…`, where projects would stand. */
export function GET(request: Request): Promise<Response> {
  return respond(request, async () => {
    const { store } = await context();
    const asked = new URL(request.url).searchParams.getAll("change");
    return {
      schema: "subready.milestones/1",
      ...milestones(store),
      whatIf: whatIf(store, asked),
    };
  });
}
