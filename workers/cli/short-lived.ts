import { setFlagsFromString } from "node:v8";

/**
 * A scan from the command line lives for half a second, most of it in code that is not yet optimised. With inlining,
 * V8 11 (Node 20) compiles for longer than the scan runs and drops what its queue cannot hold: 500 ms of facts for
 * PyO3 become 290 ms without. Later versions have a tier in between and are left alone.
 */
export function tuneForOneRun(): void {
  if (!process.versions.v8.startsWith("11.")) return;
  for (const flag of ["--no-turbo-inlining", "--always-sparkplug", "--interrupt-budget=150000"])
    setFlagsFromString(flag);
}
