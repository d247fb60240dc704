/**
 * Each word of Rust text as one string. A slice of the source would keep all of its file in memory for as long as a fact bears the
 * name, and would be hashed anew wherever it is looked up.
 */

/** Words, and bytes of all of them, that are known at most; then it begins anew. */
const MOST = { words: 1 << 16, bytes: 1 << 21 };
/** What is longer is hardly ever said twice. */
const LONGEST = 256;
/** Places that are looked at; where words are made to share theirs, the next one is not remembered. */
const MOST_STEPS = 64;
const SLOTS = 2 * MOST.words;
const PRIME = 0x01000193;

/** Index of a word, and one more, at the place that its hash says or after it. */
const slots = new Uint32Array(SLOTS);
const known: string[] = [];
/** What the words are made of, one after another, and where each begins. */
const spelled = new Uint8Array(MOST.bytes);
const starts = new Uint32Array(MOST.words + 1);

/** The text that some bytes of UTF-8 spell. */
export function wordOf(bytes: Uint8Array, from: number, to: number): string {
  const length = to - from;
  if (length > LONGEST) return decoded(bytes, from, to);
  let hash = length;
  for (let i = from; i < to; i++) hash = Math.imul(hash ^ bytes[i]!, PRIME);
  let slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
  for (let step = 0; step < MOST_STEPS; step++) {
    const entry = slots[slot]!;
    if (entry === 0) return learned(slot, bytes, from, to);
    if (isSpelled(entry - 1, bytes, from, length)) return known[entry - 1]!;
    slot = (slot + 1) & (SLOTS - 1);
  }
  return decoded(bytes, from, to);
}

function isSpelled(word: number, bytes: Uint8Array, from: number, length: number): boolean {
  const start = starts[word]!;
  if (starts[word + 1]! - start !== length) return false;
  for (let i = 0; i < length; i++) if (spelled[start + i] !== bytes[from + i]) return false;
  return true;
}

function learned(slot: number, bytes: Uint8Array, from: number, to: number): string {
  const text = decoded(bytes, from, to);
  const start = starts[known.length]!;
  if (known.length === MOST.words || start + to - from > MOST.bytes) forget();
  else {
    for (let i = from; i < to; i++) spelled[start + i - from] = bytes[i]!;
    slots[slot] = known.push(text);
    starts[known.length] = start + to - from;
  }
  return text;
}

function forget(): void {
  slots.fill(0);
  known.length = 0;
}

function decoded(bytes: Uint8Array, from: number, to: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString("utf8");
}
