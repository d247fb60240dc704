import { type NextRequest, NextResponse } from "next/server";
import { missing } from "#lib/queries/missing";
import { askedHeader } from "./app/asked";
import { context } from "./app/context";
import { visitCookie, visited } from "./app/staleness";

// Next sends a page without words when a page of its own turns out to be missing; words come with a 404 only where no
// page matches. So an address whose name is not in the store is led to where there is none.
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const path = request.nextUrl.pathname;
  const isMissing = await context()
    .then(({ store }) => missing(store, path))
    .catch(() => null);
  if (!isMissing) return seen(request, NextResponse.next());
  const headers = new Headers(request.headers);
  headers.set(askedHeader, path);
  return NextResponse.rewrite(new URL("/missing", request.url), { request: { headers } });
}

function seen(request: NextRequest, response: NextResponse): NextResponse {
  const value = visited(request.cookies.get(visitCookie)?.value, new Date());
  response.cookies.set(visitCookie, value, { httpOnly: true, sameSite: "lax", path: "/", maxAge: YEAR_SECONDS });
  return response;
}

const YEAR_SECONDS = 365 * 86_400;

export const config = { matcher: ["/", "/projects", "/projects/:path+", "/rules/:path+", "/milestones/:path+"] };
