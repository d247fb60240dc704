import type { Finding } from "#lib/scan/finding";

/** How a finding counts. */
export type Weight = Pick<Finding, "severity" | "owner" | "scope">;

/** What of it changed: only those that did. */
export interface Judged {
  was: Partial<Weight>;
  is: Partial<Weight>;
}

/** Null when both count alike. */
export function judgedAnew(before: Weight, now: Weight): Judged | null {
  const judged: Judged = { was: {}, is: {} };
  const note = <Key extends keyof Weight>(key: Key) => {
    if (before[key] === now[key]) return;
    judged.was[key] = before[key];
    judged.is[key] = now[key];
  };
  note("severity");
  note("owner");
  note("scope");
  return Object.keys(judged.was).length > 0 ? judged : null;
}
