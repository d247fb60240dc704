/**
 * Rust text → tokens with matched delimiters.
 *
 * `Source` holds one char per byte (Latin-1), so that offsets are byte offsets.
 * Must not know Python, throw on any input, or take longer than linear time.
 */
import { wordOf } from "#lib/rust/words";

export type Source = string;

export enum Kind {
  ident = 1,
  lifetime = 2,
  string = 3,
  char = 4,
  number = 5,
  punct = 6,
  open = 7,
  close = 8,
}

export interface Tokens {
  bytes: Uint8Array;
  source: Source;
  /** Each byte is a character, so that slices of the source are text. */
  ascii: boolean;
  count: number;
  kind: Uint8Array;
  /** First byte of each token: for punctuation and delimiters, all of it. */
  first: Uint8Array;
  start: Uint32Array;
  end: Uint32Array;
  /** Index of the partner of an opening or closing delimiter; -1 where there is none. */
  match: Int32Array;
  problems: { offset: number; message: string }[];
}

/** Problems of one file beyond this many say nothing new. */
const MOST_PROBLEMS = 20;

function sourceOf(bytes: Uint8Array): Source {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}

const SPACE = 32;
const COMMA = 44;
/** Ends what was cut off. */
const ELLIPSIS = Buffer.from("…");

/** Characters from which on V8 does not copy: such a slice would keep all of the source in memory for as long as a fact bears it. */
const LEAST_SLICE = 13;

export function tokenText(tokens: Tokens, index: number): string {
  return spelled(tokens, tokens.start[index]!, tokens.end[index]!);
}

/** The text of some bytes of the source. */
export function spelled({ source, bytes, ascii }: Tokens, from: number, to: number): string {
  return ascii && to - from < LEAST_SLICE ? source.slice(from, to) : wordOf(bytes, from, to);
}

/** Where texts are put together. */
let room = new Uint8Array(4096);

/** Text of the tokens `from` ≤ i < `to`: comments gone, one space where words would touch or a comma ends. What is longer than `most` bytes is cut. */
export function rangeText(tokens: Tokens, from: number, to: number, most = 300): string {
  if (from >= to) return "";
  const { bytes, kind, first, start, end } = tokens;
  let length = 0;
  // What the source spells as it is wanted is taken in one piece.
  let piece = start[from]!;
  let last = from;
  while (last + 1 < to && length + end[last]! - piece < most) {
    const touch = kind[last]! <= Kind.number && kind[last + 1]! <= Kind.number;
    const spaced = touch || (first[last] === COMMA && kind[last] === Kind.punct);
    const gap = start[last + 1]! - end[last]!;
    const asWanted = spaced ? gap === 1 && bytes[end[last]!] === SPACE : gap === 0;
    if (!asWanted) {
      length = put(bytes, piece, end[last]!, length);
      if (spaced) room[length++] = SPACE;
      piece = start[last + 1]!;
    }
    last++;
  }
  if (length === 0 && end[last]! - piece <= most) return spelled(tokens, piece, end[last]!);
  length = put(bytes, piece, Math.min(end[last]!, piece + most + 1), length);
  return wordOf(room, 0, length > most ? shortened(most - 1) : length);
}

/** Bytes of UTF-8 that may follow the first one of a character. */
const MOST_FOLLOWING = 3;

/** Cuts what stands in the room, not inside of a character, marks it so, and gives the new length. */
function shortened(length: number): number {
  let cut = length;
  while (cut > 0 && cut > length - MOST_FOLLOWING && (room[cut]! & 0xc0) === 0x80) cut--;
  room.set(ELLIPSIS, cut);
  return cut + ELLIPSIS.length;
}

/** Adds bytes to what stands in the room, with space left for a blank or what ends a cut text, and gives the new length. */
function put(bytes: Uint8Array, from: number, to: number, at: number): number {
  const end = at + to - from;
  if (end + ELLIPSIS.length >= room.length) room = widened(new Uint8Array(2 * end + 64), room);
  for (let i = from; i < to; i++) room[at++] = bytes[i]!;
  return end;
}

/** Offsets at which lines begin. */
export function lineStarts(source: Source): Uint32Array {
  let starts = new Uint32Array((source.length >> 4) + 16);
  let lines = 1;
  for (let at = source.indexOf("\n"); at >= 0; at = source.indexOf("\n", at + 1)) {
    if (lines === starts.length) starts = widened(new Uint32Array(lines * 2), starts);
    starts[lines++] = at + 1;
  }
  return starts.subarray(0, lines);
}

function widened<T extends Uint8Array | Uint32Array | Int32Array>(into: T, from: T): T {
  into.set(from);
  return into;
}

/** Lines that are stepped over before the search is halved. */
const NEAR = 16;

/** 1-based line of an offset; `near` is the index of a line to begin at. */
export function lineAt(starts: Uint32Array, offset: number, near = 0): number {
  let low = starts[near]! <= offset ? near : 0;
  for (let steps = 0; steps < NEAR; steps++, low++) {
    if (low + 1 >= starts.length || starts[low + 1]! > offset) return low + 1;
  }
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return low + 1;
}

/** Collects tokens into growing arrays and pairs delimiters as they come. */
export class TokenSink {
  count = 0;
  private kind: Uint8Array;
  private first: Uint8Array;
  private start: Uint32Array;
  private end: Uint32Array;
  private match: Int32Array;
  readonly source: Source;
  private readonly ascii: boolean;
  private readonly opened: number[] = [];
  /** How many of each delimiter are open, by its byte, so that a stray closer costs nothing to recognise. */
  private readonly depth = new Uint32Array(128);
  readonly problems: Tokens["problems"] = [];

  /** `spare` lends the arrays of tokens that nobody reads any more. */
  constructor(
    readonly bytes: Uint8Array,
    spare?: Tokens,
  ) {
    this.source = sourceOf(bytes);
    this.ascii = Buffer.byteLength(this.source, "utf8") === bytes.length;
    const room = (bytes.length >> 2) + 64;
    const lent = spare && spare.kind.buffer.byteLength >= room ? spare : undefined;
    this.kind = lent ? new Uint8Array(lent.kind.buffer) : new Uint8Array(room);
    this.first = lent ? new Uint8Array(lent.first.buffer) : new Uint8Array(room);
    this.start = lent ? new Uint32Array(lent.start.buffer) : new Uint32Array(room);
    this.end = lent ? new Uint32Array(lent.end.buffer) : new Uint32Array(room);
    this.match = lent ? new Int32Array(lent.match.buffer) : new Int32Array(room);
  }

  push(kind: number, start: number, end: number): void {
    if (this.count === this.kind.length) this.grow();
    this.kind[this.count] = kind;
    this.first[this.count] = this.bytes[start]!;
    this.start[this.count] = start;
    this.end[this.count] = end;
    this.match[this.count++] = -1;
  }

  open(start: number): void {
    this.opened.push(this.count);
    const code = this.bytes[start]!;
    this.depth[code]!++;
    this.push(Kind.open, start, start + 1);
  }

  close(start: number): void {
    const wanted = openerOf(this.bytes[start]!);
    if (this.depth[wanted] === 0) {
      this.problem(start, `\`${this.source[start]}\` closes nothing`);
    } else {
      for (;;) {
        const opener = this.opened.pop()!;
        const code = this.bytes[this.start[opener]!]!;
        this.depth[code]!--;
        if (code === wanted) {
          this.match[opener] = this.count;
          this.push(Kind.close, start, start + 1);
          this.match[this.count - 1] = opener;
          return;
        }
        this.neverClosed(opener);
      }
    }
    this.push(Kind.close, start, start + 1);
  }

  finish(): Tokens {
    for (const opener of this.opened) this.neverClosed(opener);
    const { bytes, source, ascii, count, problems } = this;
    // Cut to size: past the end lie tokens of another file.
    const kind = this.kind.subarray(0, count);
    const first = this.first.subarray(0, count);
    const start = this.start.subarray(0, count);
    const end = this.end.subarray(0, count);
    const match = this.match.subarray(0, count);
    return { bytes, source, ascii, count, kind, first, start, end, match, problems };
  }

  problem(offset: number, message: string): void {
    if (this.problems.length < MOST_PROBLEMS) this.problems.push({ offset, message });
  }

  private neverClosed(opener: number): void {
    const offset = this.start[opener]!;
    this.problem(offset, `\`${this.source[offset]}\` is opened and never closed`);
  }

  private grow(): void {
    const room = this.kind.length * 2;
    this.kind = widened(new Uint8Array(room), this.kind);
    this.first = widened(new Uint8Array(room), this.first);
    this.start = widened(new Uint32Array(room), this.start);
    this.end = widened(new Uint32Array(room), this.end);
    this.match = widened(new Int32Array(room), this.match);
  }
}

function openerOf(closer: number): number {
  return closer === 41 ? 40 : closer === 93 ? 91 : 123;
}
