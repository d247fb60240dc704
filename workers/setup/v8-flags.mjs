// What V8 is told, by its major version: 11 is Node 20's, 12 is Node 22's, 13 is Node 24's. Each was measured on PyO3, on two cores.
import { availableParallelism } from "node:os";

const [major] = process.versions.v8.split(".");
const byMajor = (flags) => flags[major] ?? [];

/** Threads that V8 starts to compile and collect garbage beside ours, if it is not told how many. */
const USUAL_HELPERS = 4;

/**
 * For a program whose own threads take every core. V8's helpers take the cores from the threads that they help: a seventh of
 * the processor time of a history. With inlining V8 compiles for long, and drops what it compiled when code meets values of
 * another shape: without, on Node 20, a history takes 39 s instead of 48; the budget spares it a few more compilations. Node 24
 * lets the young generation grow to twice the size, which costs a quarter of a gigabyte and brings nothing.
 */
export const flagsForThreads = [
  `--v8-pool-size=${Math.max(1, Math.min(availableParallelism() >> 1, USUAL_HELPERS))}`,
  ...byMajor({
    11: ["--no-turbo-inlining", "--interrupt-budget=1000000", "--single-threaded-gc"],
    12: ["--no-turbo-inlining"],
    13: ["--max-semi-space-size=16"],
  }),
];

/**
 * For a scan from the command line, which lives for a second, most of it in code that is not yet optimised. With inlining,
 * V8 compiles for longer than the scan runs and drops what its queue cannot hold: on Node 20, 500 ms of facts for PyO3
 * become 290 ms without; on Node 22 the whole scan takes a fifth less. The budget keeps V8 from compiling what the scan is nearly
 * done with: a tenth of the whole. Node 24 gains nothing and is left alone.
 */
export const flagsForOneRun = byMajor({
  11: ["--no-turbo-inlining", "--always-sparkplug", "--interrupt-budget=600000"],
  12: ["--no-turbo-inlining"],
});
