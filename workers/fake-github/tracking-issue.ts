import { milestones } from "#lib/milestones/goals";
import type { MilestoneId } from "#lib/milestones/milestone";
import { threadBaseline, trackingIssue } from "#lib/milestones/thread-baseline";
import type { FakeThread } from "#workers/fake-github/server";

/** A text of the tracking issue with every goal in its own words and an open box; a goal that is named gets this line instead. */
export function trackingBody(lines: Partial<Record<MilestoneId, string>> = {}): string {
  const goals = (wanted: string) =>
    milestones
      .filter(({ horizon }) => horizon === wanted)
      .map(({ id, wording }) => lines[id] ?? `- [ ] ${wording}`)
      .join("\n");
  return `## Goals\n### Mid-Term\n${goals("mid-term")}\n### Long-Term\n${goals("long-term")}\n## Tasks\nTBA\n`;
}

/** The threads of the baseline as they were when it was made, with this text of the tracking issue. */
export const baselineThreads = (body: string): FakeThread[] =>
  threadBaseline.threads.map(({ id, kind, state, title }) => ({
    ...{ id, title, pull: kind === "pull" },
    state: state === "open" || state === "unknown" ? "open" : "closed",
    ...(state === "merged" && { mergedAt: threadBaseline.at }),
    ...(id === trackingIssue && { body, mentions: threadBaseline.threads.slice(1, 4).map((thread) => thread.id) }),
  }));
