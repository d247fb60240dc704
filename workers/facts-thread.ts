// One parser thread: bytes in, facts out, in the order asked. It knows neither paths nor the database.
import { parentPort } from "node:worker_threads";
import { extractFacts } from "#lib/scan/facts/extract";
import { type FactsMessage, unpack } from "#workers/facts-message";

parentPort?.on("message", (message: FactsMessage) => parentPort?.postMessage(unpack(message).map(extractFacts)));
parentPort?.postMessage("ready");
