export interface CommitInfo {
  sha: string;
  /** The first one; null for the first commit of a history. */
  parent: string | null;
  committedAt: Date;
  subject: string;
}

/** Reads a raw commit object. What is missing in a broken one reads as the epoch and as an empty subject. */
export function parseCommit(sha: string, bytes: Uint8Array): CommitInfo {
  const raw = Buffer.from(bytes);
  const split = raw.indexOf("\n\n");
  const header = raw.toString("utf8", 0, split < 0 ? raw.length : split);
  const message = split < 0 ? raw.subarray(raw.length) : raw.subarray(split + 2);
  const seconds = Number(/^committer .*> (-?\d+)/m.exec(header)?.[1] ?? 0);
  const [subject = ""] = decode(message, /^encoding (\S+)/m.exec(header)?.[1])
    .trimStart()
    .split(/\r?\n/, 1);
  const parent = /^parent ([0-9a-f]+)$/m.exec(header)?.[1] ?? null;
  return { sha, parent, committedAt: dateOf(seconds), subject };
}

export function dateOf(seconds: number): Date {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? new Date(0) : date;
}

function decode(message: Buffer, encoding = "utf-8"): string {
  try {
    return new TextDecoder(encoding).decode(message);
  } catch {
    return message.toString("utf8");
  }
}
