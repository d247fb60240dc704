// What V8 is told, by its major version: 11 is Node 20's, 12 is Node 22's, 13 is Node 24's. Each was measured on PyO3, on two cores.
import { availableParallelism } from "node:os";

const [major] = process.versions.v8.split(".");
const byMajor = (flags) => flags[major] ?? [];

/**
 * For a program whose own threads take every core. V8's four helpers take the cores from the threads that they help: a seventh of
 * the processor time of a history. With inlining, most of what V8 compiles is thrown away again when code meets values of another
 * shape: without, on Node 20, a history takes 35 s instead of 48; the budget spares it a few more compilations. Node 24 keeps
 * twice as large a young generation, which costs a quarter of a gigabyte and brings nothing.
 */
export const flagsForThreads = [
  `--v8-pool-size=${Math.max(1, availableParallelism() >> 1)}`,
  ...byMajor({
    11: ["--no-turbo-inlining", "--interrupt-budget=1000000", "--single-threaded-gc"],
    12: ["--no-turbo-inlining"],
    13: ["--max-semi-space-size=16"],
  }),
];

/**
 * For a scan from the command line, which lives for half a second, most of it in code that is not yet optimised. With inlining,
 * V8 compiles for longer than the scan runs and drops what its queue cannot hold: on Node 20, 500 ms of facts for PyO3
 * become 290 ms without; on Node 22 the whole scan takes a fifth less. Node 24 gains nothing and is left alone.
 */
export const flagsForOneRun = byMajor({
  11: ["--no-turbo-inlining", "--always-sparkplug", "--interrupt-budget=150000"],
  12: ["--no-turbo-inlining"],
});
