import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

/** The whole product, started as a person starts it, with data of its own. */
export interface Product {
  url: string;
  /** Resolves when every tracked project was read, or has failed. */
  settled(): Promise<void>;
  /** The same program's command line, on the same data. */
  subready(...args: string[]): Promise<string>;
  /** Ends and starts again, now; it stands where it stood. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export interface Surroundings {
  /** Address of GitHub's API; nobody answers at the usual one. */
  githubApi?: string;
  /** How long ago it is started. */
  daysAgo?: number;
}

/** Tracks exactly these repositories; an address that leads nowhere is allowed. */
export async function startProduct(
  sources: string[],
  { githubApi = "http://127.0.0.1:9", daysAgo = 0 }: Surroundings = {},
): Promise<Product> {
  const folder = await mkdtemp(join(tmpdir(), "subready-product-"));
  const projects = join(folder, "projects.json");
  await writeFile(projects, JSON.stringify({ only: true, projects: sources.map((source) => ({ source })) }));
  const port = await freePort();
  const env = {
    ...process.env,
    PORT: String(port),
    SUBREADY_HOST: "127.0.0.1",
    SUBREADY_DATA: join(folder, "data"),
    SUBREADY_PROJECTS: projects,
    SUBREADY_THREADS: "1",
    SUBREADY_GITHUB_API: githubApi,
  };
  let child = await launch({
    ...env,
    ...(daysAgo > 0 && {
      NODE_OPTIONS: `--import ${new URL("clock.mjs", import.meta.url)}`,
      CLOCK_SHIFT_MS: String(-daysAgo * 86_400_000),
    }),
  });
  const run = promisify(execFile);
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    settled: async () => {
      for (;;) {
        const { projects } = (await (await fetch(`${url}/api/health`)).json()) as Health;
        if (projects.read + projects.failing === projects.tracked) return;
        await sleep(200);
      }
    },
    subready: async (...args) => (await run(process.execPath, ["workers/setup/subready.mjs", ...args], { env })).stdout,
    restart: async () => {
      await end(child);
      child = await launch(env);
    },
    stop: async () => {
      await end(child);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Resolves when it answers. */
async function launch(env: NodeJS.ProcessEnv): Promise<ChildProcess> {
  const child = spawn(process.execPath, ["workers/setup/start.mjs"], { env, stdio: ["ignore", "pipe", "pipe"] });
  const said: string[] = [];
  child.stdout.on("data", (text) => said.push(String(text)));
  await new Promise<void>((resolve, reject) => {
    child.stderr.on("data", (text) => {
      said.push(String(text));
      if (said.join("").includes("ready at http")) resolve();
    });
    child.once("exit", (code) => reject(new Error(`the product ended with ${code}:\n${said.join("")}`)));
  });
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  const gone = once(child, "exit");
  child.kill("SIGTERM");
  await gone;
}

interface Health {
  projects: { tracked: number; read: number; failing: number };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}
