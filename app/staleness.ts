import type { Env } from "#lib/env";

/** A project is stale when two of its turns have passed without an answer. */
export function staleBefore(env: Env, now: Date): Date {
  return new Date(now.getTime() - 2 * env.syncEveryMinutes * 60_000);
}

/** What changed is told from the visit before this one on; commits arrive with some delay, so from a little earlier. */
export function changedAfter(env: Env, now: Date, cookie: string | undefined): Date {
  const last = Number(cookie?.split(".")[0]);
  const from = Number.isSafeInteger(last) && last > 0 ? last : now.getTime() - FIRST_VISIT_MS;
  return new Date(from - 2 * env.syncEveryMinutes * 60_000);
}

/** Whoever was never here sees what changed in a week. */
const FIRST_VISIT_MS = 7 * 86_400_000;
/** A pause as long as this makes the next page a new visit. */
const PAUSE_MS = 30 * 60_000;

/** The cookie `<last visit>.<this visit>` in milliseconds after a page was asked for. */
export function visited(cookie: string | undefined, now: Date): string {
  const [last = 0, current = 0] = (cookie ?? "").split(".").map(Number);
  const valid = Number.isSafeInteger(last) && Number.isSafeInteger(current) && current > 0;
  if (!valid) return `0.${now.getTime()}`;
  return now.getTime() - current > PAUSE_MS ? `${current}.${now.getTime()}` : `${last}.${now.getTime()}`;
}

/** Says when the visitor was here; it identifies nobody. */
export const visitCookie = "subready-visit";
