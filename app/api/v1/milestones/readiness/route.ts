import { readiness } from "#lib/queries/readiness";
import { context } from "../../../../context";
import { respond } from "../../../../respond";

export const dynamic = "force-dynamic";

export function GET(request: Request): Promise<Response> {
  return respond(request, async () => {
    const { store } = await context();
    return { schema: "subready.readiness/1", ...(await readiness(store)) };
  });
}
