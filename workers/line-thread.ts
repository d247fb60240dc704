// One thread that scans a stretch of commits: each report goes out as it differs from the one before it.
import { parentPort } from "node:worker_threads";
import { type Stretch, scanHere } from "#lib/commands/stretch";
import { type LineMessage, LineWriter } from "#workers/line-message";

const { signal } = new AbortController();
const scan = scanHere();

async function tell(stretch: Stretch): Promise<void> {
  const writer = new LineWriter();
  for await (const report of scan(stretch, signal)) parentPort?.postMessage(writer.write(report));
  parentPort?.postMessage("done" satisfies LineMessage);
}

parentPort?.on("message", (stretch: Stretch) => void tell(stretch));
parentPort?.postMessage("ready");
