import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { ONE_ARENA, root, say } from "./root.mjs";

const attempts = 5;
const steadyMs = 60_000;
const drainMs = 30_000;
/** A child that ends with this has said what is wrong with its settings or data; starting it again would not help. */
const refused = 2;

/**
 * Keeps one child process running: a crash is reported and answered with a restart, after 1, 2, 4, 8 seconds; when it
 * never stays up, `onGiveUp` is called once. A child that stayed up for a minute starts with a clean record.
 */
export function supervise(name, args, env, onGiveUp) {
  let child;
  let stopping = false;
  let crashes = 0;

  const begin = () => {
    const startedAt = Date.now();
    child = spawn(process.execPath, ["--import", leash, ...args], {
      cwd: root,
      env: { ...ONE_ARENA, ...process.env, NEXT_TELEMETRY_DISABLED: "1", ...env },
      stdio: ["ignore", "inherit", "inherit", "ipc"],
      // A group of its own: Ctrl-C reaches this process only, which then stops the children in order.
      detached: true,
    });
    child.once("exit", async (code, signal) => {
      if (stopping) return;
      crashes = Date.now() - startedAt > steadyMs ? 1 : crashes + 1;
      const how = `the ${name} ended with ${signal ?? code}`;
      if (code === refused || crashes === attempts) return onGiveUp(how);
      const pause = 1000 * 2 ** (crashes - 1);
      say(`${how}; starting it again in ${pause / 1000} s`);
      await sleep(pause);
      if (!stopping) begin();
    });
  };
  begin();

  return {
    /** Asks the child to finish what it is doing; after half a minute it is not asked any more. */
    async stop() {
      stopping = true;
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      const late = setTimeout(() => child.kill("SIGKILL"), drainMs);
      await gone;
      clearTimeout(late);
    },
    kill: () => child.kill("SIGKILL"),
  };
}

const leash = new URL("leash.mjs", import.meta.url).href;
