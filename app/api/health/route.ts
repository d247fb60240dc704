import { health } from "#lib/queries/health";
import { context } from "../../context";

export const dynamic = "force-dynamic";

/** 200 while the database answers and the worker reports; else 503 with what is known. */
export async function GET(): Promise<Response> {
  const headers = { "Cache-Control": "no-store", "Access-Control-Allow-Origin": "*" };
  try {
    const { store, clock } = await context();
    const view = await health(store, clock());
    return Response.json(
      { schema: "subready.health/1", database: "ok", ...view },
      { status: view.ok ? 200 : 503, headers },
    );
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return Response.json({ schema: "subready.health/1", ok: false, database: message }, { status: 503, headers });
  }
}
