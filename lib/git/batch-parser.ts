/** One answer of `git cat-file --batch`; `object` is null when git has nothing to give, `bytes` when it is over the limit. */
export interface Answer {
  header: string;
  object: { oid: string; type: string; size: number; bytes: Uint8Array | null } | null;
}

const NEWLINE = 10;
const FOUND = /^([0-9a-f]{40,64}) (commit|tree|blob|tag) (\d+)$/;

/**
 * Reads the answers of `git cat-file --batch` from chunks that may break anywhere.
 * Every answer owns its memory, so that it can be handed to a thread.
 */
export class BatchParser {
  private header: Buffer[] = [];
  private answer: Answer | null = null;
  private filled = 0;

  constructor(
    private readonly maxBytes: number,
    private readonly onAnswer: (answer: Answer) => void,
  ) {}

  push(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length) at = this.answer?.object ? this.readBody(chunk, at) : this.readHeader(chunk, at);
  }

  private readHeader(chunk: Buffer, at: number): number {
    const end = chunk.indexOf(NEWLINE, at);
    this.header.push(chunk.subarray(at, end < 0 ? chunk.length : end));
    if (end < 0) return chunk.length;
    const header = (this.header.length === 1 ? this.header[0]! : Buffer.concat(this.header)).toString("utf8");
    this.header = [];
    const [, oid, type, digits] = FOUND.exec(header) ?? [];
    if (!oid || !type) {
      this.onAnswer({ header, object: null });
      return end + 1;
    }
    const size = Number(digits);
    this.answer = { header, object: { oid, type, size, bytes: size > this.maxBytes ? null : new Uint8Array(size) } };
    this.filled = 0;
    return end + 1;
  }

  /** The body ends with a newline of its own. */
  private readBody(chunk: Buffer, at: number): number {
    const answer = this.answer!;
    const { bytes, size } = answer.object!;
    const end = Math.min(chunk.length, at + size - this.filled);
    if (end > at) bytes?.set(chunk.subarray(at, end), this.filled);
    this.filled += end - at;
    if (this.filled < size || end === chunk.length) return end;
    this.answer = null;
    this.onAnswer(answer);
    return end + 1;
  }
}
