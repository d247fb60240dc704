import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { at, say } from "./root.mjs";

const lock = at(".build/lock");

/** Runs `work` while no other process of this checkout installs or builds; a lock whose owner died is taken over. */
export async function exclusively(work) {
  mkdirSync(at(".build"), { recursive: true });
  for (let told = false; !take(); told = true) {
    if (!held()) rmSync(lock, { force: true });
    else {
      if (!told) say("another process is setting up this checkout; waiting for it");
      await sleep(200);
    }
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function take() {
  try {
    writeFileSync(lock, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
}

function held() {
  try {
    const owner = Number(readFileSync(lock, "utf8"));
    // Empty: its owner has created it and not yet written its name.
    if (!owner) return Date.now() - statSync(lock).mtimeMs < 5000;
    return owner !== process.pid && process.kill(owner, 0);
  } catch (error) {
    return error.code === "EPERM";
  }
}
