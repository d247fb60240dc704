import { Kind, type Source, TokenSink, type Tokens } from "#lib/rust/tokens";

const SPACE = 1;
const WORD = 2;
const DIGIT = 3;
const OPEN = 4;
const CLOSE = 5;
const QUOTE = 6;
const TICK = 7;
const SLASH = 8;

/** Class of each byte; bytes above 127 are parts of UTF-8 letters, which Rust allows in names. */
const CLASS = new Uint8Array(256);
for (const c of " \t\n\r\f\v") CLASS[c.charCodeAt(0)] = SPACE;
for (let c = 0; c < 256; c++) if ((c | 32) >= 97 && (c | 32) <= 122 && c < 128) CLASS[c] = WORD;
CLASS.fill(WORD, 128);
CLASS[95] = WORD;
CLASS.fill(DIGIT, 48, 58);
for (const c of "([{") CLASS[c.charCodeAt(0)] = OPEN;
for (const c of ")]}") CLASS[c.charCodeAt(0)] = CLOSE;
CLASS[34] = QUOTE;
CLASS[39] = TICK;
CLASS[47] = SLASH;

/** Whether a byte can go on a name. */
const GOES_ON = CLASS.map((of) => (of === WORD || of === DIGIT ? 1 : 0));

/** Lexes any bytes: comments are dropped, broken literals and delimiters become problems, spans stay exact. */
export function lex(bytes: Uint8Array, spare?: Tokens): Tokens {
  const sink = new TokenSink(bytes, spare);
  const length = bytes.length;
  // Bound here, so that V8 need not ask again for each byte whether they are still the same.
  const classOf = CLASS;
  const goesOn = GOES_ON;
  let i = preamble(bytes, sink.source);
  while (i < length) {
    const code = bytes[i]!;
    switch (classOf[code]) {
      case SPACE:
        i++;
        break;
      case WORD: {
        let end = i + 1;
        while (end < length && goesOn[bytes[end]!] === 1) end++;
        if (end - i <= 2) i = shortWordOrPrefix(sink, bytes, i, end);
        else {
          sink.push(Kind.ident, i, end);
          i = end;
        }
        break;
      }
      case DIGIT:
        i = number(sink, bytes, i);
        break;
      case OPEN:
        sink.open(i++);
        break;
      case CLOSE:
        sink.close(i++);
        break;
      case QUOTE:
        i = quoted(sink, bytes, i, i, 34, Kind.string);
        break;
      case TICK:
        i = tick(sink, bytes, i);
        break;
      case SLASH:
        i = slash(sink, bytes, i);
        break;
      default:
        sink.push(Kind.punct, i, i + 1);
        i++;
    }
  }
  return sink.finish();
}

/** Skips a byte order mark and a shebang line (`#!` not followed by an attribute's `[`). */
function preamble(bytes: Uint8Array, source: Source): number {
  const start = source.startsWith("\xef\xbb\xbf") ? 3 : 0;
  if (!source.startsWith("#!", start)) return start;
  let next = start + 2;
  while (next < bytes.length && CLASS[bytes[next]!] === SPACE) next++;
  if (source[next] === "[") return start;
  const newline = source.indexOf("\n", start);
  return newline < 0 ? bytes.length : newline;
}

/** An identifier of one or two letters, or the string, byte or raw form that they introduce. */
function shortWordOrPrefix(sink: TokenSink, bytes: Uint8Array, start: number, end: number): number {
  const next = bytes[end]!;
  if (next === 34 || next === 35 || next === 39) {
    const prefix = sink.source.slice(start, end);
    const raw = prefix === "r" || prefix === "br" || prefix === "cr";
    if (next === 34 && raw) return rawString(sink, bytes, start, end);
    if (next === 34 && (prefix === "b" || prefix === "c")) return quoted(sink, bytes, start, end, 34, Kind.string);
    if (next === 39 && prefix === "b") return quoted(sink, bytes, start, end, 39, Kind.char);
    if (next === 35 && raw) {
      let hashes = end;
      while (bytes[hashes] === 35) hashes++;
      if (bytes[hashes] === 34) return rawString(sink, bytes, start, end);
      if (prefix === "r" && hashes === end + 1 && CLASS[bytes[hashes]!] === WORD) {
        let word = hashes + 1;
        while (word < bytes.length && GOES_ON[bytes[word]!] === 1) word++;
        sink.push(Kind.ident, start, word);
        return word;
      }
    }
  }
  sink.push(Kind.ident, start, end);
  return end;
}

function rawString(sink: TokenSink, bytes: Uint8Array, start: number, hash: number): number {
  let open = hash;
  while (bytes[open] === 35) open++;
  const closer = `"${sink.source.slice(hash, open)}`;
  const at = sink.source.indexOf(closer, open + 1);
  if (at < 0) sink.problem(start, "raw string is never closed");
  const end = at < 0 ? bytes.length : at + closer.length;
  sink.push(Kind.string, start, end);
  return end;
}

/** A literal with escapes that opens at `open`; its token begins at `start`, where the prefix does. */
function quoted(sink: TokenSink, bytes: Uint8Array, start: number, open: number, quote: number, kind: number): number {
  let i = open + 1;
  while (i < bytes.length) {
    const code = bytes[i]!;
    if (code === quote) {
      sink.push(kind, start, i + 1);
      return i + 1;
    }
    i += code === 92 ? 2 : 1;
  }
  sink.problem(start, "string is never closed");
  sink.push(kind, start, bytes.length);
  return bytes.length;
}

/** A lifetime, a char literal, or a stray quote. */
function tick(sink: TokenSink, bytes: Uint8Array, start: number): number {
  const code = bytes[start + 1]!;
  if (code === 92) return quoted(sink, bytes, start, start, 39, Kind.char);
  const wide = code >= 0xf0 ? 4 : code >= 0xe0 ? 3 : code >= 0xc0 ? 2 : 1;
  if (bytes[start + 1 + wide] === 39 && code !== 39) {
    sink.push(Kind.char, start, start + wide + 2);
    return start + wide + 2;
  }
  if (CLASS[code] !== WORD) {
    sink.push(Kind.punct, start, start + 1);
    return start + 1;
  }
  let end = start + 2;
  while (end < bytes.length && GOES_ON[bytes[end]!] === 1) end++;
  sink.push(Kind.lifetime, start, end);
  return end;
}

function number(sink: TokenSink, bytes: Uint8Array, start: number): number {
  let i = start + 1;
  for (; i < bytes.length; i++) {
    const code = bytes[i]!;
    if (GOES_ON[code] === 1) continue;
    const fraction = code === 46 && CLASS[bytes[i + 1]!] === DIGIT;
    const before = bytes[i - 1]! | 32;
    const exponent = (code === 43 || code === 45) && before === 101 && bytes[start + 1] !== 120;
    if (!fraction && !exponent) break;
  }
  sink.push(Kind.number, start, i);
  return i;
}

/** A comment, dropped, or a slash. */
function slash(sink: TokenSink, bytes: Uint8Array, start: number): number {
  const next = bytes[start + 1]!;
  if (next === 47) {
    const newline = sink.source.indexOf("\n", start);
    return newline < 0 ? bytes.length : newline;
  }
  if (next !== 42) {
    sink.push(Kind.punct, start, start + 1);
    return start + 1;
  }
  let depth = 1;
  let i = start + 2;
  while (i < bytes.length && depth > 0) {
    const code = bytes[i]!;
    if (code === 47 && bytes[i + 1] === 42) {
      depth++;
      i += 2;
    } else if (code === 42 && bytes[i + 1] === 47) {
      depth--;
      i += 2;
    } else i++;
  }
  if (depth > 0) sink.problem(start, "comment is never closed");
  return Math.min(i, bytes.length);
}
