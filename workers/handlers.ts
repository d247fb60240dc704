import type { ExtractFacts } from "#lib/commands/cached-facts";
import type { Detail, WorkContext } from "#lib/commands/context";
import { readHistory } from "#lib/commands/read-history";
import type { RecentScans } from "#lib/commands/recent-scans";
import { scanCommit } from "#lib/commands/scan-commit";
import type { ScanStretch } from "#lib/commands/stretch";
import { syncProject } from "#lib/commands/sync-project";
import { syncRepositories } from "#lib/commands/sync-repositories";
import { syncThreads } from "#lib/commands/sync-threads";
import { AppError } from "#lib/errors";
import { definitions, type JobName, type Payload } from "#lib/jobs/definitions";
import type { Perform, Run } from "#workers/runner";

export interface Tools extends WorkContext {
  extract: ExtractFacts;
  recent: RecentScans;
  scanStretch: ScanStretch;
}

type Handlers = { [Name in JobName]: (tools: Tools, payload: Payload<Name>, run: Run) => Promise<Detail> };

const handlers: Handlers = {
  "sync-project": (tools, payload, { signal }) => syncProject(tools, payload, signal),
  "scan-commit": (tools, payload, { signal }) =>
    scanCommit(tools, payload, { extract: tools.extract, recent: tools.recent, signal }),
  "sync-threads": (tools, _, { signal }) => syncThreads(tools, signal),
  "sync-repositories": (tools, _, { signal }) => syncRepositories(tools, signal),
  "read-history": (tools, payload, { signal }) =>
    readHistory(tools, payload, { scanStretch: tools.scanStretch, signal }),
};

/** Reads a job's payload by its definition and hands it to the command of its name. */
export function performWith(tools: Tools): Perform {
  return (job, run) => perform(tools, job.name, job.payload, run);
}

function perform<Name extends JobName>(tools: Tools, name: Name, text: string, run: Run): Promise<Detail> {
  const parsed = definitions[name]?.payload.safeParse(JSON.parse(text));
  if (!parsed?.success) {
    throw new AppError("usage", `The job "${name}" was left by another version of subready and cannot be read.`);
  }
  return handlers[name](tools, parsed.data as Payload<Name>, run);
}
