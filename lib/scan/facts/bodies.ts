import { parseAttributes } from "#lib/rust/attributes";
import {
  after,
  afterAngles,
  find,
  group,
  isChar,
  isIdent,
  isPathSeparator,
  isWord,
  name,
  type Range,
  splitAtCommas,
} from "#lib/rust/cursor";
import { Kind } from "#lib/rust/tokens";
import type { Place, Sink } from "#lib/scan/facts/sink";
import { readSpawned, readSpawnedChain } from "#lib/scan/facts/spawns";
import {
  isBuiltinType,
  isStandardMacro,
  keepsArguments,
  keepsCall,
  keepsLiteral,
  keepsMacro,
  keepsMethod,
  keepsPath,
  runsOnce,
  spawns,
  spawnsChain,
  walksApart,
} from "#lib/scan/facts/vocabulary";

/** Characters of an argument text; code that runs once is looked through for what it calls. */
const SHORT = 300;
const LONG = 3000;

type Walk = (sink: Sink, range: Range, place: Place) => void;

interface PathAt {
  text: string;
  last: string;
  from: number;
  /** After the last segment and its turbofish. */
  to: number;
}

/** Whether what follows an identifier, or its first letter, can make it say something; most identifiers cannot. */
export function maySpeak({ tokens }: Sink, i: number): boolean {
  const { kind, first } = tokens;
  const byte = first[i]!;
  // `PyX_Type`, `_PyX_Type`, `Py_mod_multiple_interpreters` speak wherever they stand.
  if (byte === 80 || byte === 95) return true;
  const next = first[i + 1];
  if (kind[i + 1] === Kind.open) return next === 40;
  if (kind[i + 1] !== Kind.punct) return false;
  if (next === 33 || (next === 58 && first[i + 2] === 58)) return true;
  return byte >= 65 && byte <= 90 && (next === 61 || (isSum(next) && first[i + 2] === 61));
}

/** `+` or `-`, which a `=` may follow. */
const isSum = (byte: number | undefined): boolean => byte === 43 || byte === 45;

/** Reads the path at `i` inside an expression, keeps what it says, and gives the next token to look at. */
export function readPath(sink: Sink, i: number, to: number, place: Place, walk: Walk): number {
  const { tokens } = sink;
  const path = pathAt(sink, i, to);
  const next = path.to < to ? tokens.first[path.to] : 0;
  if (path.last === "Py_mod_multiple_interpreters") return slotInCall(sink, path, place);
  if (next === 40) return call(sink, path, to, place, walk);
  if (next === 33 && tokens.kind[path.to + 1] === Kind.open) {
    if (path.text === "cfg" && isWord(tokens, i - 1, "if")) return ifCfg(sink, i - 1, to, place, walk);
    return macro(sink, path, to, place, walk);
  }
  if (next === 123 && keepsLiteral(path.last)) keepLiteral(sink, path, to, place);
  if (next === 61 && isAssignment(sink, path)) keepWrite(sink, path, to, place);
  if (isSum(next) && tokens.first[path.to + 1] === 61 && isStatic(sink, path.to - 1) && begins(sink, path))
    keepWrite(sink, path, to, place);
  if (isBuiltinType(path.last)) keepAddress(sink, path, place);
  return path.to;
}

function pathAt(sink: Sink, start: number, to: number): PathAt {
  const { tokens } = sink;
  let text = name(tokens, start);
  let last = text;
  let i = start + 1;
  while (i + 2 < to && isPathSeparator(tokens, i)) {
    if (isChar(tokens, i + 2, "<")) i = afterAngles(tokens, i + 2, to);
    else if (isIdent(tokens, i + 2)) {
      last = name(tokens, i + 2);
      text += `::${last}`;
      i += 3;
    } else break;
  }
  return { text, last, from: start, to: i };
}

/** Index of the path's last segment: the line that a call or macro is reported on. */
const lastSegment = (sink: Sink, path: PathAt): number => {
  for (let i = path.to - 1; i >= path.from; i--)
    if (isIdent(sink.tokens, i) && name(sink.tokens, i) === path.last) return i;
  return path.from;
};

function call(sink: Sink, path: PathAt, to: number, place: Place, walk: Walk): number {
  if (keepsCall(path.last) || keepsPath(path.last, path.text)) {
    const inside = group(sink.tokens, path.to, to);
    // What a transmute makes of its argument stands before the bracket.
    const said = path.last === "transmute" ? { from: lastSegment(sink, path) + 1, to: inside.to + 1 } : inside;
    const args = keepsArguments(path.last) ? sink.text(said) : "";
    sink.facts.calls.push({
      scope: place.scope,
      cfg: place.cfg,
      at: sink.at(lastSegment(sink, path), after(sink.tokens, path.to)),
      path: path.text,
      receiver: "",
      args,
    });
  }
  // A lower-case callee may be a function of this repository; an upper-case one is a variant or a tuple struct.
  const first = path.last.charCodeAt(0);
  if (first >= 97 || first === 95) sink.calleesOf(place.scope).add(path.text);
  if (!spawns(path.last)) return path.to + 1;
  readSpawned(sink, group(sink.tokens, path.to, to), lastTwo(path.text), place, walk);
  return Math.min(after(sink.tokens, path.to), to);
}

/** `thread::spawn` of `std::thread::spawn`. */
const lastTwo = (path: string): string => path.split("::").slice(-2).join("::");

/** `.method(…)`; the receiver is kept when it is a plain path. */
export function readMethod(sink: Sink, dot: number, to: number, place: Place, walk: Walk): number {
  const { tokens } = sink;
  if (tokens.kind[dot + 1] !== Kind.ident) return dot + 1;
  let open = dot + 2;
  if (tokens.first[open] === 58 && isPathSeparator(tokens, open) && isChar(tokens, open + 2, "<"))
    open = afterAngles(tokens, open + 2, to);
  if (tokens.first[open] !== 40 || open >= to) return dot + 2;
  const named = name(tokens, dot + 1);
  const kept = keepsMethod(named);
  const owner = kept ? ownerBefore(sink, dot) : dot;
  if (kept === "any" || (kept === "static" && isStatic(sink, owner - 1))) {
    const args = kept === "any" ? sink.text(group(tokens, open, to), runsOnce(named) ? LONG : SHORT) : "";
    sink.facts.calls.push({
      scope: place.scope,
      cfg: place.cfg,
      at: sink.at(dot + 1, after(tokens, open)),
      path: `.${named}`,
      receiver: receiverBefore(sink, owner),
      args,
    });
  }
  if (isWord(tokens, dot - 1, "self") && !isChar(tokens, dot - 2, "."))
    sink.calleesOf(place.scope).add(`Self::${named}`);
  if (spawns(named)) readSpawned(sink, group(tokens, open, to), `.${named}`, place, walk);
  else if (spawnsChain(named)) return readSpawnedChain(sink, after(tokens, open), to, `.${named}`, place, walk);
  else return open;
  return Math.min(after(tokens, open), to);
}

/** Whether the name at `i` is written like a static. */
function isStatic({ tokens }: Sink, i: number): boolean {
  const byte = tokens.first[i]!;
  return byte >= 65 && byte <= 90 && tokens.kind[i] === Kind.ident && /^[A-Z][A-Z0-9_]*$/.test(name(tokens, i));
}

/** End of what the method at `dot` is called on; what `X.get_or_init(…)` gives is what X holds. */
function ownerBefore({ tokens }: Sink, dot: number): number {
  const open = tokens.kind[dot - 1] === Kind.close ? tokens.match[dot - 1]! : -1;
  return isWord(tokens, open - 1, "get_or_init") && isChar(tokens, open - 2, ".") ? open - 2 : dot;
}

function receiverBefore(sink: Sink, dot: number): string {
  const { tokens } = sink;
  let from = dot;
  while (isIdent(tokens, from - 1)) {
    from--;
    if (!isPathSeparator(tokens, from - 2)) break;
    from -= 2;
  }
  return from < dot ? sink.text({ from, to: dot }) : "";
}

function macro(sink: Sink, path: PathAt, to: number, place: Place, walk: Walk): number {
  const { tokens } = sink;
  const body = group(tokens, path.to + 1, to);
  const end = after(tokens, path.to + 1);
  const { facts } = sink;
  if (!isStandardMacro(path.last)) sink.calleesOf(place.scope).add(`${path.text}!`);
  if (keepsMacro(path.last)) {
    facts.macros.push({
      scope: place.scope,
      cfg: place.cfg,
      at: sink.at(lastSegment(sink, path), end),
      path: path.text,
      args: sink.text(body),
      item: false,
    });
  }
  if (path.last === "addr_of_mut" || path.last === "addr_of") {
    const inner = pathAt(sink, body.from, body.to);
    if (isBuiltinType(inner.last))
      facts.addresses.push({ scope: place.scope, cfg: place.cfg, at: sink.at(body.from, body.to), path: inner.text });
    return end;
  }
  if (!walksApart(path.last)) return path.to + 2;
  const inside = sink.scope("macro-call", path.last, place, [], sink.at(path.from, end));
  const by =
    path.last === "thread_local" || path.last === "lazy_static" || path.last === "task_local" ? path.last : "static";
  walk(sink, body, { ...inside, by });
  return end;
}

function keepLiteral(sink: Sink, path: PathAt, to: number, place: Place): void {
  const { tokens } = sink;
  const fields = splitAtCommas(tokens, group(tokens, path.to, to)).flatMap((part) => {
    const { next } = parseAttributes(tokens, part.from, part.to);
    if (!isIdent(tokens, next)) return [];
    const valued = isChar(tokens, next + 1, ":") && next + 1 < part.to;
    const value = sink.text(valued ? { from: next + 2, to: part.to } : { from: next, to: next + 1 });
    return [{ name: name(tokens, next), value, line: sink.line(next) }];
  });
  sink.facts.literals.push({
    scope: place.scope,
    cfg: place.cfg,
    at: sink.at(lastSegment(sink, path), after(tokens, path.to)),
    path: path.text,
    fields,
  });
}

/** `PATH = value` as a statement; `==`, `=>` and `let` bindings are none. */
function isAssignment(sink: Sink, path: PathAt): boolean {
  const { tokens } = sink;
  const after = tokens.first[path.to + 1];
  if ((after === 61 || after === 62) && tokens.start[path.to + 1] === tokens.end[path.to]) return false;
  const first = path.last.charCodeAt(0);
  return begins(sink, path) && first >= 65 && first <= 90;
}

/** Whether a statement begins with the path. */
function begins({ tokens }: Sink, path: PathAt): boolean {
  const before = path.from - 1;
  return before < 0 || [";", "{", "}", "]"].some((one) => isChar(tokens, before, one));
}

function keepWrite(sink: Sink, path: PathAt, to: number, place: Place): void {
  const end = find(sink.tokens, path.to + 1, to, ";,");
  sink.facts.writes.push({
    scope: place.scope,
    cfg: place.cfg,
    at: sink.at(path.from, end),
    target: path.text,
    value: sink.text({ from: path.to + 1, to: end }),
  });
}

/** An address is taken by `&X`, `&mut X`, `&raw mut X`. */
function keepAddress(sink: Sink, path: PathAt, place: Place): void {
  const { tokens } = sink;
  let i = path.from - 1;
  if (isWord(tokens, i, "mut") || isWord(tokens, i, "const")) i--;
  if (isWord(tokens, i, "raw")) i--;
  if (isChar(tokens, i, "&"))
    sink.facts.addresses.push({
      scope: place.scope,
      cfg: place.cfg,
      at: sink.at(lastSegment(sink, path), path.to),
      path: path.text,
    });
}

/** The slot id as an argument, kept under its own name at the value beside it: `slots.push(Py_mod_multiple_interpreters, value)`, `(id, value)`. */
function slotInCall(sink: Sink, path: PathAt, place: Place): number {
  const { tokens } = sink;
  let open = path.from - 1;
  while (open >= 0 && tokens.kind[open] !== Kind.open)
    open = tokens.match[open]! >= 0 ? tokens.match[open]! - 1 : open - 1;
  if (open < 0 || !isChar(tokens, open, "(") || !isChar(tokens, path.to, ",")) return path.to;
  const inside = group(tokens, open, tokens.count);
  const value = { from: path.to + 1, to: find(tokens, path.to + 1, inside.to, ",") };
  sink.facts.calls.push({
    scope: place.scope,
    cfg: place.cfg,
    at: sink.at(value.from, value.to),
    path: path.last,
    receiver: "",
    args: sink.text(value),
  });
  return path.to;
}

/** `if cfg!(x) { … }`: the block under its condition; an `else` that follows is read without it. */
function ifCfg(sink: Sink, i: number, to: number, place: Place, walk: Walk): number {
  const { tokens } = sink;
  const condition = sink.text(group(tokens, i + 3, to));
  const open = after(tokens, i + 3);
  if (!isChar(tokens, open, "{") || open >= to) return i + 2;
  walk(sink, group(tokens, open, to), { ...place, cfg: [...place.cfg, condition], depth: place.depth + 1 });
  return after(tokens, open);
}
