import { hazardLines } from "#lib/queries/milestones";
import { context } from "../../../../context";
import { respond } from "../../../../respond";

export const dynamic = "force-dynamic";

export function GET(request: Request): Promise<Response> {
  return respond(request, async () => {
    const { store } = await context();
    return { schema: "subready.hazards/1", classes: hazardLines(store) };
  });
}
