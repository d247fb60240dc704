import { threadBaseline, trackingIssue } from "#lib/milestones/thread-baseline";
import { startFakeGithub } from "#workers/fake-github/server";

/** For `npm run dev`: a GitHub that knows the threads of the baseline, so that development needs no network. */
const body = `## Goals
### Mid-Term
${["- [ ] Rework synchronization primitives to not rely on the GIL. See #2885", "- [x] Made up here: this box is ticked"].join("\n")}
## Tasks
TBA
`;

const threads = threadBaseline.threads.map(({ id, kind, state, title }) => ({
  ...{ id, title, pull: kind === "pull" },
  state: state === "open" || state === "unknown" ? ("open" as const) : ("closed" as const),
  ...(state === "merged" && { mergedAt: threadBaseline.at }),
  ...(id === trackingIssue && { body, mentions: threadBaseline.threads.slice(1, 4).map((thread) => thread.id) }),
}));

const fake = await startFakeGithub({ threads }, Number(process.env.FAKE_GITHUB_PORT ?? 0));
process.stdout.write(`a stand-in for GitHub answers at ${fake.url}\n`);
