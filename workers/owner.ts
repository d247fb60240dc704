import { randomBytes } from "node:crypto";
import { hostname } from "node:os";

/** Names this process among all that ever took a job. */
export function newOwner(): string {
  return `${hostname()}/${process.pid}/${randomBytes(4).toString("hex")}`;
}

/** True only when it is certain: a process of this machine that does not run any more. Others are left to their leases. */
export function isDead(owner: string): boolean {
  const [host, pid] = owner.split("/");
  if (host !== hostname() || !pid) return false;
  // Our own number under another name: we have inherited it from a process that is gone.
  if (Number(pid) === process.pid) return true;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}
