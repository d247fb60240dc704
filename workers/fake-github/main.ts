import { startFakeGithub } from "#workers/fake-github/server";
import { baselineThreads, trackingBody } from "#workers/fake-github/tracking-issue";

/** For `npm run dev`: a GitHub that knows the threads of the baseline, so that development needs no network. One box is ticked that is not. */
const body = trackingBody({
  M5: "- [x] Document all conditions that extension authors' modules need to satisfy. Made up by the stand-in for GitHub.",
});
const fake = await startFakeGithub({ threads: baselineThreads(body) }, Number(process.env.FAKE_GITHUB_PORT ?? 0));
process.stdout.write(`a stand-in for GitHub answers at ${fake.url}\n`);
