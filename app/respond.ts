import { createHash } from "node:crypto";
import { type ErrorCode, isAppError } from "#lib/errors";
import { context } from "./context";

const HEADERS = { "Access-Control-Allow-Origin": "*", "Cache-Control": "no-cache" };
const STATUS: Partial<Record<ErrorCode, number>> = { usage: 400, "not-found": 404, locked: 503, "disk-full": 503 };

/** Answers a GET with JSON: 304 when the asker has it already, `{ error }` when the work throws. */
export async function respond(request: Request, work: () => Promise<unknown>): Promise<Response> {
  try {
    return tagged(request, `${JSON.stringify(await work(), null, 2)}\n`, "application/json");
  } catch (error) {
    return failed(request, error);
  }
}

/** The same for a text of another kind. */
export async function respondText(request: Request, type: string, work: () => Promise<string>): Promise<Response> {
  try {
    return tagged(request, await work(), type);
  } catch (error) {
    return failed(request, error);
  }
}

function tagged(request: Request, body: string, type: string): Response {
  const etag = `"${createHash("sha256").update(body).digest("base64url").slice(0, 27)}"`;
  const headers = { ...HEADERS, ETag: etag };
  const known = request.headers.get("if-none-match")?.split(/\s*,\s*/) ?? [];
  if (known.some((tag) => tag === "*" || tag.replace(/^W\//, "") === etag)) {
    return new Response(null, { status: 304, headers });
  }
  return new Response(body, { headers: { ...headers, "Content-Type": `${type}; charset=utf-8` } });
}

async function failed(request: Request, error: unknown): Promise<Response> {
  const code: ErrorCode = isAppError(error) ? error.code : "internal";
  const message = error instanceof Error ? error.message : String(error);
  const status = STATUS[code] ?? 500;
  if (status >= 500) {
    const opened = await context().catch(() => null);
    opened?.log.event("request.failed", { path: new URL(request.url).pathname, code, message });
  }
  const told = isAppError(error)
    ? { code, message, remedy: error.remedy ?? null }
    : { code, message: "The server failed while answering.", remedy: "Look at the server's log." };
  return Response.json({ error: told }, { status, headers: HEADERS });
}
