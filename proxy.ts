import { type NextRequest, NextResponse } from "next/server";
import { missing } from "#lib/queries/missing";
import { askedHeader } from "./app/asked";
import { context } from "./app/context";

// Next sends a page without words when a page of its own turns out to be missing; words come with a 404 only where no
// page matches. So an address whose name is not in the store is led to where there is none.
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const path = request.nextUrl.pathname;
  const isMissing = await context()
    .then(({ store }) => missing(store, path))
    .catch(() => null);
  if (!isMissing) return NextResponse.next();
  const headers = new Headers(request.headers);
  headers.set(askedHeader, path);
  return NextResponse.rewrite(new URL("/missing", request.url), { request: { headers } });
}

export const config = { matcher: ["/projects/:path+", "/rules/:path+"] };
