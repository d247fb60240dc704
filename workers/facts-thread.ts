// One parser thread: bytes in, facts out, in the order asked. It knows neither paths nor the database.
import { parentPort } from "node:worker_threads";
import { extractFacts } from "#lib/scan/facts/extract";
import { type FactsMessage, unpack } from "#workers/facts-message";

// As text: to copy a hundred thousand small objects costs more than to write them down and read them again.
parentPort?.on("message", (message: FactsMessage) =>
  parentPort?.postMessage({ facts: JSON.stringify(unpack(message).map((bytes) => extractFacts(bytes))) }),
);
parentPort?.postMessage("ready");
