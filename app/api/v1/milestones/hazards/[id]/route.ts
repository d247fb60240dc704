import { AppError } from "#lib/errors";
import { hazardClass } from "#lib/queries/milestone";
import { context } from "../../../../../context";
import { respond } from "../../../../../respond";

export const dynamic = "force-dynamic";

export function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return respond(request, async () => {
    const { id } = await params;
    const { store } = await context();
    const view = hazardClass(store, id);
    if (!view)
      throw new AppError(
        "not-found",
        `No class of hazard is called “${id}”.`,
        "GET /api/v1/milestones/hazards lists them.",
      );
    return { schema: "subready.hazard/1", ...view };
  });
}
