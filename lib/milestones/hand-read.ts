import { milestones } from "#lib/milestones/goals";
import type { Check } from "#lib/milestones/milestone";

/** Under this name the store keeps which hand-read files PyO3 has changed since. */
export const touchedSetting = "milestones.touched";

/** What later commits of PyO3 changed: path → the newest commit that touched it. */
export interface Touched {
  /** The commit up to which was looked. */
  head: string;
  files: Record<string, { sha: string; at: string }>;
}

/** Files and folders of PyO3 that a person read for checks that no rule decides. */
export function readPaths(): string[] {
  const paths = milestones.flatMap(({ checks }) => checks.flatMap((check) => pathOf(check) ?? []));
  return [...new Set(paths)].sort();
}

const pathOf = ({ evidence }: Check): string | null => (evidence.kind === "not-found" ? evidence.path : null);

/** The newest commit that touched what was read for a check; null while none did, or nobody looked. */
export function touchedBy(check: Check, touched: Touched | null): { path: string; sha: string; at: string } | null {
  const read = pathOf(check);
  if (!read || !touched) return null;
  const hits = Object.entries(touched.files).filter(([path]) => path === read || path.startsWith(`${read}/`));
  const [newest] = hits.sort(([, a], [, b]) => (a.at < b.at ? 1 : -1));
  return newest ? { path: newest[0], ...newest[1] } : null;
}
