// One thread that scans a stretch of commits: each report goes out as it differs from the one before it.
import { parentPort } from "node:worker_threads";
import { extractInline } from "#lib/commands/inline-facts";
import { type Stretch, scanHere } from "#lib/commands/stretch";
import type { Finding } from "#lib/scan/finding";
import { deltaOf } from "#lib/scan/report-delta";
import type { LineMessage } from "#workers/line-message";

const { signal } = new AbortController();
const scan = scanHere(extractInline);

async function tell(stretch: Stretch): Promise<void> {
  let found: readonly Finding[] = [];
  for await (const { at, report, parent } of scan(stretch, signal)) {
    const message = { at, report: report && deltaOf(found, report), parent: parent && deltaOf(found, parent) };
    parentPort?.postMessage(message satisfies LineMessage);
    found = report?.findings ?? found;
  }
  parentPort?.postMessage("done" satisfies LineMessage);
}

parentPort?.on("message", (stretch: Stretch) => void tell(stretch));
parentPort?.postMessage("ready");
