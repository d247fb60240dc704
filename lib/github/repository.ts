import { z } from "zod";
import type { Github } from "#lib/github/client";

/** A repository as GitHub tells it. */
export interface FetchedRepository {
  /** Stays the same through renames and transfers. */
  id: number;
  /** Where it is now: `https://github.com/owner/name`. */
  address: string;
  archived: boolean;
  etag: string | null;
}

/** What is known of a repository: its number once GitHub has told it, else its address. */
export interface RepositoryName {
  id: number | null;
  address: string;
}

const repository = z.object({ id: z.number().int(), html_url: z.url(), archived: z.boolean() });

/** Null when nothing has changed since `etag`. A repository that was renamed or transferred is found where it is now. */
export async function fetchRepository(
  github: Github,
  name: RepositoryName,
  etag: string | null,
): Promise<FetchedRepository | null> {
  const answer = await github.get(pathOf(name), repository, etag);
  if (answer.kind === "unchanged") return null;
  const { id, html_url: address, archived } = answer.data;
  return { id, address, archived, etag: answer.etag };
}

// A name may be taken by somebody else after a rename; a number is not.
function pathOf({ id, address }: RepositoryName): string {
  if (id !== null) return `/repositories/${id}`;
  const [owner = "", name = ""] = new URL(address).pathname.split("/").filter(Boolean);
  return `/repos/${encodeURIComponent(owner)}/${encodeURIComponent(name.replace(/\.git$/, ""))}`;
}

/** The host whose repositories this API knows. */
export function webHost(api: string): string {
  const { host, pathname } = new URL(api);
  return pathname.startsWith("/api/v3") ? host : "github.com";
}
