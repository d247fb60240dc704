import { AppError } from "#lib/errors";
import { milestone } from "#lib/queries/milestone";
import { context } from "../../../../context";
import { respond } from "../../../../respond";

export const dynamic = "force-dynamic";

export function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return respond(request, async () => {
    const { id } = await params;
    const { store } = await context();
    const view = await milestone(store, id);
    if (!view)
      throw new AppError(
        "not-found",
        `No milestone is called “${id}”.`,
        "There are M1 to M6; GET /api/v1/milestones lists them.",
      );
    return { schema: "subready.milestone/1", ...view };
  });
}
