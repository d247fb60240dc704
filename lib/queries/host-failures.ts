import type { Failure } from "#lib/queries/project-line";

/** Failures of one host that have the same cause; `failure` is the one that is tried again first. */
export interface HostFailure {
  host: string;
  failure: Failure;
  projects: string[];
}

interface Failing {
  slug: string;
  source: string;
  kind: string;
  failure: Failure | null;
}

/** Most projects first. */
export function failuresByHost(lines: readonly Failing[]): HostFailure[] {
  const groups = new Map<string, HostFailure>();
  for (const { slug, failure, source, kind } of lines) {
    if (!failure) continue;
    const host = kind === "local" ? "this machine" : hostOf(source);
    const key = `${host} ${failure.code}`;
    const group = groups.get(key);
    if (!group) groups.set(key, { host, failure, projects: [slug] });
    else {
      group.projects.push(slug);
      if (earlier(failure.nextAt, group.failure.nextAt)) group.failure = failure;
    }
  }
  return [...groups.values()].sort((a, b) => b.projects.length - a.projects.length);
}

function earlier(one: Date | null, other: Date | null): boolean {
  return one !== null && (other === null || one < other);
}

function hostOf(source: string): string {
  return URL.canParse(source) ? new URL(source).host : source;
}
