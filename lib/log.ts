/** What the program says about itself: one wide event per piece of work, never a line per step. */
export interface Events {
  "worker.started": { pid: number; threads: number; dataDir: string };
  "worker.stopped": { reason: string; unfinished: number; seconds: number };
  "database.migrated": { applied: string[]; backup: string | null };
  "job.finished": {
    id: number;
    job: string;
    project: string | null;
    outcome: "done" | "retry" | "shelved" | "interrupted";
    attempt: number;
    waitedMs: number;
    tookMs: number;
    error?: { code: string; message: string };
    /** What the handler found worth saying: files, findings, milliseconds per step. */
    detail?: Record<string, string | number | boolean | null>;
  };
  "schedule.failed": { message: string };
  "request.failed": { path: string; code: string; message: string };
  crashed: { message: string; stack: string | null };
}
export type EventName = keyof Events;
export type LogLevel = "debug" | "info" | "warn" | "error";

export interface Log {
  event<Name extends EventName>(name: Name, fields: Events[Name]): void;
}

const LEVELS: LogLevel[] = ["debug", "info", "warn", "error"];

function levelOf(name: EventName, fields: Events[EventName]): LogLevel {
  if (name === "crashed" || name === "request.failed") return "error";
  return "error" in fields || name === "schedule.failed" ? "warn" : "info";
}

/** One JSON line per event to `write`, which is standard error unless given. */
export function openLog(least: LogLevel, write: (line: string) => void = (line) => process.stderr.write(line)): Log {
  return {
    event(name, fields) {
      const level = levelOf(name, fields);
      if (LEVELS.indexOf(level) < LEVELS.indexOf(least)) return;
      write(`${JSON.stringify({ at: new Date().toISOString(), level, event: name, ...fields })}\n`);
    },
  };
}
