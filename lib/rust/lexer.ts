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

const isWordByte = (code: number): boolean => CLASS[code] === WORD || CLASS[code] === DIGIT;

/** Lexes any bytes: comments are dropped, broken literals and delimiters become problems, spans stay exact. */
export function lex(source: Source, spare?: Tokens): Tokens {
  const sink = new TokenSink(source, spare);
  const length = source.length;
  let i = preamble(source);
  while (i < length) {
    const code = source.charCodeAt(i);
    switch (CLASS[code]) {
      case SPACE:
        i++;
        break;
      case WORD: {
        let end = i + 1;
        while (end < length && isWordByte(source.charCodeAt(end))) end++;
        i = wordOrPrefixed(sink, source, i, end);
        break;
      }
      case DIGIT:
        i = number(sink, source, i);
        break;
      case OPEN:
        sink.open(i++);
        break;
      case CLOSE:
        sink.close(i++);
        break;
      case QUOTE:
        i = quoted(sink, source, i, i, 34, Kind.string);
        break;
      case TICK:
        i = tick(sink, source, i);
        break;
      case SLASH:
        i = slash(sink, source, i);
        break;
      default:
        sink.push(Kind.punct, i, i + 1);
        i++;
    }
  }
  return sink.finish();
}

/** Skips a byte order mark and a shebang line (`#!` not followed by an attribute's `[`). */
function preamble(source: Source): number {
  const start = source.startsWith("\xef\xbb\xbf") ? 3 : 0;
  if (!source.startsWith("#!", start)) return start;
  let next = start + 2;
  while (next < source.length && CLASS[source.charCodeAt(next)] === SPACE) next++;
  if (source[next] === "[") return start;
  const newline = source.indexOf("\n", start);
  return newline < 0 ? source.length : newline;
}

/** An identifier, or the string, byte or raw form that its letters introduce. */
function wordOrPrefixed(sink: TokenSink, source: Source, start: number, end: number): number {
  const next = source.charCodeAt(end);
  if (end - start <= 2 && (next === 34 || next === 35 || next === 39)) {
    const prefix = source.slice(start, end);
    const raw = prefix === "r" || prefix === "br" || prefix === "cr";
    if (next === 34 && raw) return rawString(sink, source, start, end);
    if (next === 34 && (prefix === "b" || prefix === "c")) return quoted(sink, source, start, end, 34, Kind.string);
    if (next === 39 && prefix === "b") return quoted(sink, source, start, end, 39, Kind.char);
    if (next === 35 && raw) {
      let hashes = end;
      while (source.charCodeAt(hashes) === 35) hashes++;
      if (source.charCodeAt(hashes) === 34) return rawString(sink, source, start, end);
      if (prefix === "r" && hashes === end + 1 && CLASS[source.charCodeAt(hashes)] === WORD) {
        let word = hashes + 1;
        while (word < source.length && isWordByte(source.charCodeAt(word))) word++;
        sink.push(Kind.ident, start, word);
        return word;
      }
    }
  }
  sink.push(Kind.ident, start, end);
  return end;
}

function rawString(sink: TokenSink, source: Source, start: number, hash: number): number {
  let open = hash;
  while (source.charCodeAt(open) === 35) open++;
  const closer = `"${source.slice(hash, open)}`;
  const at = source.indexOf(closer, open + 1);
  if (at < 0) sink.problem(start, "raw string is never closed");
  const end = at < 0 ? source.length : at + closer.length;
  sink.push(Kind.string, start, end);
  return end;
}

/** A literal with escapes that opens at `open`; its token begins at `start`, where the prefix does. */
function quoted(sink: TokenSink, source: Source, start: number, open: number, quote: number, kind: number): number {
  let i = open + 1;
  while (i < source.length) {
    const code = source.charCodeAt(i);
    if (code === quote) {
      sink.push(kind, start, i + 1);
      return i + 1;
    }
    i += code === 92 ? 2 : 1;
  }
  sink.problem(start, "string is never closed");
  sink.push(kind, start, source.length);
  return source.length;
}

/** A lifetime, a char literal, or a stray quote. */
function tick(sink: TokenSink, source: Source, start: number): number {
  const code = source.charCodeAt(start + 1);
  if (code === 92) return quoted(sink, source, start, start, 39, Kind.char);
  const wide = code < 0xc0 || Number.isNaN(code) ? 1 : code < 0xe0 ? 2 : code < 0xf0 ? 3 : 4;
  if (source.charCodeAt(start + 1 + wide) === 39 && code !== 39) {
    sink.push(Kind.char, start, start + wide + 2);
    return start + wide + 2;
  }
  if (CLASS[code] !== WORD) {
    sink.push(Kind.punct, start, start + 1);
    return start + 1;
  }
  let end = start + 2;
  while (end < source.length && isWordByte(source.charCodeAt(end))) end++;
  sink.push(Kind.lifetime, start, end);
  return end;
}

function number(sink: TokenSink, source: Source, start: number): number {
  let i = start + 1;
  for (; i < source.length; i++) {
    const code = source.charCodeAt(i);
    if (isWordByte(code)) continue;
    const fraction = code === 46 && CLASS[source.charCodeAt(i + 1)] === DIGIT;
    const before = source.charCodeAt(i - 1) | 32;
    const exponent = (code === 43 || code === 45) && before === 101 && source.charCodeAt(start + 1) !== 120;
    if (!fraction && !exponent) break;
  }
  sink.push(Kind.number, start, i);
  return i;
}

/** A comment, dropped, or a slash. */
function slash(sink: TokenSink, source: Source, start: number): number {
  const next = source.charCodeAt(start + 1);
  if (next === 47) {
    const newline = source.indexOf("\n", start);
    return newline < 0 ? source.length : newline;
  }
  if (next !== 42) {
    sink.push(Kind.punct, start, start + 1);
    return start + 1;
  }
  let depth = 1;
  let i = start + 2;
  while (i < source.length && depth > 0) {
    const code = source.charCodeAt(i);
    if (code === 47 && source.charCodeAt(i + 1) === 42) {
      depth++;
      i += 2;
    } else if (code === 42 && source.charCodeAt(i + 1) === 47) {
      depth--;
      i += 2;
    } else i++;
  }
  if (depth > 0) sink.problem(start, "comment is never closed");
  return Math.min(i, source.length);
}
