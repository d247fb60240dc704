// The command line. Every verb is loaded when it is asked for: `scan` starts without a database, `project` without a scanner.
import { setFlagsFromString } from "node:v8";
import { type AppError, isAppError } from "#lib/errors";
import { HELP } from "#workers/cli/help";
import { near } from "#workers/cli/near";
import { flagsForOneRun } from "./setup/v8-flags.mjs";

const FINDINGS_NONE = 0;
const USAGE = 2;
const INTERNAL = 3;

/** Each takes the arguments after its name and returns the exit code. */
const verbs: Record<string, () => Promise<(args: string[]) => Promise<number>>> = {
  scan: async () => {
    for (const flag of flagsForOneRun) setFlagsFromString(flag);
    return (await import("#workers/cli/scan")).runScan;
  },
  history: async () => (await import("#workers/cli/history")).runHistory,
  explain: async () => (await import("#workers/cli/explain")).runExplain,
  project: async () => (await import("#workers/cli/project")).runProject,
  doctor: async () => (await import("#workers/cli/doctor")).runDoctor,
};

async function main([name, ...args]: string[]): Promise<number> {
  if (name === "--help" || name === "-h" || name === "help" || args.includes("--help") || args.includes("-h")) {
    process.stdout.write(HELP);
    return FINDINGS_NONE;
  }
  const load = name && Object.hasOwn(verbs, name) ? verbs[name] : undefined;
  if (!load) {
    const [meant] = near(name ?? "", Object.keys(verbs));
    const guess = meant ? ` Did you mean ${meant}?` : "";
    process.stderr.write(name ? `subready: There is no command "${name}".${guess}\n\n${HELP}` : HELP);
    return USAGE;
  }
  const run = await load();
  return run(args);
}

function explain(error: unknown): number {
  if (isUsage(error)) {
    // What follows the first sentence is advice of Node, not ours.
    const [said = ""] = error.message.split(". ");
    process.stderr.write(`subready: ${said.replace(/\.?$/, ".")}\n  See \`subready --help\`.\n`);
    return USAGE;
  }
  if (!isAppError(error)) {
    process.stderr.write(`subready: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return INTERNAL;
  }
  process.stderr.write(`subready: ${error.message}\n${remedyOf(error)}${causeOf(error)}`);
  return error.code === "internal" ? INTERNAL : USAGE;
}

const remedyOf = ({ remedy }: AppError) => (remedy ? `  ${remedy}\n` : "");
const causeOf = ({ code, cause }: AppError) =>
  code === "internal" && cause instanceof Error ? `  ${cause.message.replaceAll("\n", "\n  ")}\n` : "";

/** What `parseArgs` throws at an unknown or incomplete option. */
function isUsage(error: unknown): error is Error {
  return error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS_");
}

// A reader that has seen enough (`| head`) is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : INTERNAL));

main(process.argv.slice(2))
  .catch(explain)
  .then((code) => {
    // Not `process.exit`: what was printed may still be on its way.
    process.exitCode = code;
  });
