import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { gitEnvironment } from "./environment";
import { type GitOptions, runGit } from "./git";
import { replaceGit, temporaryFolder } from "./test-git";

vi.setConfig({ testTimeout: 60_000 });

const failure = { subject: "`it`" };
const run = async (more: Partial<GitOptions> = {}) =>
  runGit(["x"], { folder: await temporaryFolder(), failure, ...more });

describe("runGit", () => {
  it("ends git and all that it started when the time is over", async () => {
    const pids = join(await temporaryFolder(), "pids");
    await replaceGit(`sleep 100 & echo $! > '${pids}'; wait`);
    const started = run({ timeoutMs: 400 });
    await expect(started).rejects.toMatchObject({ code: "timed-out" });
    await vi.waitFor(async () => expect(await isRunning(await readFile(pids, "utf8"))).toBe(false));
  });

  it("stops when it is told to", async () => {
    const ready = join(await temporaryFolder(), "ready");
    await replaceGit(`touch '${ready}'; sleep 100`);
    const stop = new AbortController();
    const started = expect(run({ signal: stop.signal })).rejects.toMatchObject({ code: "interrupted" });
    await vi.waitFor(() => stat(ready));
    stop.abort();
    await started;
  });

  it("does not start when it was told to stop before", async () => {
    const ran = join(await temporaryFolder(), "ran");
    await replaceGit(`touch '${ran}'`);
    await expect(run({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: "interrupted" });
    await expect(stat(ran)).rejects.toThrow();
  });

  it("stops what prints without end", async () => {
    await replaceGit("yes");
    await expect(run({ maxOutput: 100_000 })).rejects.toMatchObject({ code: "too-large" });
  });

  it("stops what fills a folder without end", async () => {
    const dir = await temporaryFolder();
    await replaceGit(`head -c 100000 /dev/zero > '${dir}/pack'; sleep 100`);
    await expect(run({ growth: { dir, maxBytes: 50_000 } })).rejects.toMatchObject({ code: "too-large" });
  });

  it("says so when git cannot be started", async () => {
    vi.stubEnv("PATH", await temporaryFolder());
    await expect(run()).rejects.toMatchObject({ code: "internal" });
    vi.unstubAllEnvs();
  });
});

describe("gitEnvironment", () => {
  it("lets git reach nothing, ask nobody and run nothing, unless told otherwise", () => {
    vi.stubEnv("GIT_SSH_COMMAND", "evil");
    vi.stubEnv("HOME", "/root");
    const env = gitEnvironment();
    vi.unstubAllEnvs();
    expect(env).toMatchObject({ GIT_ALLOW_PROTOCOL: "none", GIT_TERMINAL_PROMPT: "0", GIT_CONFIG_GLOBAL: "/dev/null" });
    expect(Object.values(env)).toContain("core.hooksPath");
    expect(env).not.toHaveProperty("GIT_SSH_COMMAND");
    expect(env).not.toHaveProperty("HOME");
    expect(gitEnvironment({ protocols: ["https"] }).GIT_ALLOW_PROTOCOL).toBe("https");
  });
});

/** A zombie is dead too: whoever adopts it may take its time. */
async function isRunning(pid: string): Promise<boolean> {
  const state = await readFile(`/proc/${pid.trim()}/stat`, "utf8").catch(() => "");
  return state !== "" && !/\) Z /.test(state);
}
