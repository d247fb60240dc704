import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { z } from "zod";
import { AppError } from "#lib/errors";
import type { LogLevel } from "#lib/log";

/** Everything that can be configured; all of it optional. */
export interface Env {
  /** `SUBREADY_DATA`: absolute folder of the database, its backups and the mirrors; `./data` unless set. */
  dataDir: string;
  /** `SUBREADY_HOST`: address that the web server listens on. */
  host: string;
  /** `PORT` */
  port: number;
  /** `GITHUB_TOKEN`: raises GitHub's limits and opens private repositories. */
  githubToken: string | null;
  /** `SUBREADY_GITHUB_API`: base address of GitHub's API; `https://host/api/v3` of a GitHub Enterprise server. */
  githubApi: string;
  /** `SUBREADY_PROJECTS`: absolute path of a JSON list of projects added to the catalogue, or used instead of it (`"only": true`). */
  projectsFile: string | null;
  /** `SUBREADY_THREADS`: parser threads. */
  workers: number;
  /** `SUBREADY_SYNC_MINUTES`: how old a mirror may get before it is fetched again. */
  syncEveryMinutes: number;
  /** `SUBREADY_GIT_TIMEOUT_SECONDS` and `SUBREADY_GIT_MAX_MB`: what one clone or fetch may take. */
  gitLimits: { timeoutMs: number; maxBytes: number };
  /** `SUBREADY_LOG`: the least level that is printed. */
  logLevel: LogLevel;
}

const whole = (min: number, max: number) => z.coerce.number().int().min(min).max(max);

const variables = z.object({
  SUBREADY_DATA: z.string().default("./data"),
  SUBREADY_HOST: z.string().default("127.0.0.1"),
  PORT: whole(0, 65_535).default(3000),
  GITHUB_TOKEN: z.string().optional(),
  SUBREADY_GITHUB_API: z
    .url({ protocol: /^https?$/, error: "it is no http(s) address" })
    .default("https://api.github.com"),
  SUBREADY_PROJECTS: z.string().optional(),
  SUBREADY_THREADS: whole(1, 256).default(Math.max(1, availableParallelism() - 1)),
  SUBREADY_SYNC_MINUTES: whole(1, 525_600).default(360),
  SUBREADY_GIT_TIMEOUT_SECONDS: whole(1, 86_400).default(900),
  SUBREADY_GIT_MAX_MB: whole(1, 1_048_576).default(4096),
  SUBREADY_LOG: z.enum(["debug", "info", "warn", "error"]).default("info"),
});

/** Throws AppError("usage") that names the variable. An empty variable counts as unset. */
export function readEnv(source: Record<string, string | undefined> = process.env): Env {
  const given = Object.keys(variables.shape).flatMap((name) => {
    const value = source[name]?.trim();
    return value ? [[name, value]] : [];
  });
  const parsed = variables.safeParse(Object.fromEntries(given));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const name = String(issue?.path[0]);
    throw new AppError("usage", `${name} is "${source[name]}": ${issue?.message}.`, `Correct ${name} or unset it.`);
  }
  const set = parsed.data;
  return {
    dataDir: resolve(set.SUBREADY_DATA),
    host: set.SUBREADY_HOST,
    port: set.PORT,
    githubToken: set.GITHUB_TOKEN ?? null,
    githubApi: set.SUBREADY_GITHUB_API,
    projectsFile: set.SUBREADY_PROJECTS ? resolve(set.SUBREADY_PROJECTS) : null,
    workers: set.SUBREADY_THREADS,
    syncEveryMinutes: set.SUBREADY_SYNC_MINUTES,
    gitLimits: {
      timeoutMs: set.SUBREADY_GIT_TIMEOUT_SECONDS * 1000,
      maxBytes: set.SUBREADY_GIT_MAX_MB * 1024 * 1024,
    },
    logLevel: set.SUBREADY_LOG,
  };
}
