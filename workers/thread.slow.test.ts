import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { testFolder } from "#lib/db/test-folder";
import { ThreadRoom } from "#workers/thread";

/** A thread that says again what it is told a moment ago, except that some words take it down. */
function echo(): URL {
  const file = join(testFolder(), "echo.mjs");
  writeFileSync(
    file,
    `import { parentPort } from "node:worker_threads";
    parentPort.on("message", (word) => (word === "exit" ? process.exit(1) : setTimeout(() => parentPort.postMessage(word), 50)));
    parentPort.postMessage("ready");`,
  );
  return pathToFileURL(file);
}

test("who asks while a thread stops, or after it died, is answered by a new one", async () => {
  const room = new ThreadRoom({ program: echo(), limitMs: 10_000 });
  const said = async (message: string) => {
    let heard = "";
    const failure = await room.ask<string>({ message }, (word) => {
      heard = word;
      return true;
    });
    return failure ?? heard;
  };
  expect(await said("one")).toBe("one");
  const [, two] = await Promise.all([room.stop(), said("two")]);
  expect(two).toBe("two");
  expect(await said("exit")).toBe("its thread stopped");
  expect(await said("three")).toBe("three");
  await room.stop();
});
