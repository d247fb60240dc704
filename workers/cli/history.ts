import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import type { LineProgress } from "#lib/commands/fetch-line";
import { cratePaths } from "#lib/commands/project-source";
import { readWholeLine } from "#lib/commands/read-line";
import { AppError } from "#lib/errors";
import { readReleases } from "#lib/git/releases";
import { historyReport } from "#lib/ledger/history-report";
import { formatHistory } from "#lib/ledger/history-text";
import { ruleset } from "#lib/rules/index";
import { choice } from "#workers/cli/choice";
import { withGit } from "#workers/cli/trees";
import { openFactsPool } from "#workers/facts-pool";
import { openLinePool } from "#workers/line-pool";

const OPTIONS = {
  path: { type: "string", multiple: true },
  format: { type: "string", default: "text" },
} as const;

const FORMATS = ["text", "json"] as const;

/** `history <git directory | URL>`: reads the whole first-parent history, prints what became of it, keeps nothing. */
export async function runHistory(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
  const [target, ...more] = positionals;
  if (!target || more.length > 0) {
    const message = target ? "history looks at one repository at a time." : "history of what?";
    throw new AppError("usage", message, "Name one git directory, checkout or https URL.");
  }
  const format = choice("format", values.format, FORMATS);
  const path = cratePaths(values.path ?? []);
  const threads = availableParallelism();
  const parsers = openFactsPool({ threads });
  const { scanStretch, close } = openLinePool({ threads, extract: parsers.extract });
  const report = await withGit(target, async ({ location, ...git }) => {
    const place = { location, path };
    const { repository } = git;
    const head = await repository.resolve("HEAD");
    const read = await readWholeLine({ ...git, place, scanStretch, onProgress }, head.sha);
    const shas = read.commits.map(({ sha }) => sha);
    const releases = await readReleases(repository.gitDir, shas);
    return historyReport({ ...read, source: { kind: "git", ...place, commit: head.sha }, ruleset, releases });
  }).finally(() => Promise.all([close(), parsers.close()]));
  process.stdout.write(format === "json" ? `${JSON.stringify(report, null, 2)}\n` : formatHistory(report));
  return 0;
}

function onProgress({ phase, done, total }: LineProgress): void {
  if (!process.stderr.isTTY) return;
  const what = phase === "read" ? "files of" : "read";
  process.stderr.write(done < total ? `\r\u001b[K${what} ${done} of ${total} commits` : "\r\u001b[K");
}
