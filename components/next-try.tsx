import { clock, within } from "#components/format";

/** “Next try in 6 h, at 14:02 UTC.”, or that there is none. */
export function nextTry(nextAt: Date | null, now: Date): string {
  if (!nextAt) return "It is not tried again on its own.";
  return nextAt <= now ? "The next try is due." : `Next try ${within(now, nextAt)}, at ${clock(nextAt)}.`;
}
