import { execFile, spawn } from "node:child_process";
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
  stop(): Promise<void>;
}

/** Tracks exactly these repositories; an address that leads nowhere is allowed. */
export async function startProduct(sources: string[]): Promise<Product> {
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
    SUBREADY_GITHUB_API: "http://127.0.0.1:9",
  };
  const child = spawn(process.execPath, ["workers/setup/start.mjs"], { env, stdio: ["ignore", "pipe", "pipe"] });
  const said: string[] = [];
  child.stdout.on("data", (text) => said.push(String(text)));
  const ready = new Promise<void>((resolve, reject) => {
    child.stderr.on("data", (text) => {
      said.push(String(text));
      if (said.join("").includes("ready at http")) resolve();
    });
    child.once("exit", (code) => reject(new Error(`the product ended with ${code}:\n${said.join("")}`)));
  });
  await ready;
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
    stop: async () => {
      const gone = once(child, "exit");
      child.kill("SIGTERM");
      await gone;
      await rm(folder, { recursive: true, force: true });
    },
  };
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
