export interface Progress {
  phase: "clone" | "fetch";
  done: number;
  total: number;
  note: string;
}

const COUNTED = /^(?:remote: )?([A-Z][a-z]+(?: [a-z]+)*):\s+\d+% \((\d+)\/(\d+)\)/;

/** One line of git's `--progress`, or null when it counts nothing. */
export function parseProgress(phase: Progress["phase"], line: string): Progress | null {
  const [, note, done, total] = COUNTED.exec(line) ?? [];
  return note ? { phase, done: Number(done), total: Number(total), note } : null;
}
