import { after, afterAngles, group, isChar, isIdent, isWord, name, type Range, splitAtCommas } from "#lib/rust/cursor";
import type { Field, Item, ItemOf } from "#lib/rust/item";
import { Kind, type Tokens } from "#lib/rust/tokens";
import { typePath, typeText } from "#lib/rust/type-text";
import { conditionsOf } from "#lib/scan/facts/conditions";
import type { At, Attribute, TypeFact } from "#lib/scan/facts/facts";
import type { Place, Sink } from "#lib/scan/facts/sink";
import { keepsMacro, walksApart } from "#lib/scan/facts/vocabulary";

type Walk = (sink: Sink, range: Range, place: Place) => void;

/** A parameter that is `Python<'py>` itself. */
const TOKEN = /(^|, )(mut )?\w+:(\w+::)*Python(<'\w+>)?(,|$)/;

interface Kept {
  sink: Sink;
  place: Place;
  at: At;
  attributes: Attribute[];
  walk: Walk;
}

/** Records one item and walks what is inside it. */
export function keepItem(sink: Sink, item: Item, place: Place, walk: Walk): void {
  const at = sink.at(item.head.at, item.to);
  const kept: Kept = { sink, place, at, attributes: sink.attributes(item.head.attributes), walk };
  switch (item.kind) {
    case "static":
      keepStatic(kept, item);
      break;
    case "const":
      keepConst(kept, item);
      break;
    case "fn":
      keepFn(kept, item);
      break;
    case "struct":
    case "union":
    case "enum":
      keepType(kept, item, item.kind, fieldsOf(sink.tokens, item.fields));
      break;
    case "alias":
      keepType(kept, item, "alias", [{ name: "", type: item.type }]);
      break;
    case "use":
      keepUse(kept, item);
      break;
    case "extern-crate":
      keepName(kept, at, [item.name], item.as, item.head.public);
      break;
    case "mod":
      keepMod(kept, item);
      break;
    case "impl":
      keepImpl(kept, item);
      break;
    case "trait":
      walk(sink, item.body, sink.scope("trait", item.name, place, kept.attributes, at));
      break;
    case "extern-block":
      // Its statics are libpython's own symbols, not the crate's.
      break;
    case "macro-rules":
      keepMacroRules(kept, item);
      break;
    case "macro-call":
      keepMacroCall(kept, item);
      break;
  }
}

function keepStatic({ sink, place, at, attributes, walk }: Kept, item: ItemOf<"static">): void {
  // Without a value it is declared elsewhere: a symbol of libpython, as in `extern_libpython!`.
  if (!item.init && place.by !== "task_local") return;
  const { name, mutable, type } = item;
  const init = item.init ? sink.text(item.init) : "";
  sink.facts.statics.push({
    scope: place.scope,
    cfg: place.cfg,
    at,
    name,
    mutable,
    type,
    init,
    attributes,
    by: place.by,
  });
  if (item.init) walk(sink, item.init, deeper(place));
}

function keepType(
  { sink, place, at, attributes }: Kept,
  { name, generics, defaults }: { name: string; generics: string[]; defaults: Field[] },
  kind: TypeFact["kind"],
  fields: TypeFact["fields"],
): void {
  const fact: TypeFact = { scope: place.scope, cfg: place.cfg, at, kind, name, generics, fields, attributes };
  if (defaults.length > 0) fact.defaults = fieldsOf(sink.tokens, defaults);
  sink.facts.types.push(fact);
}

function keepUse(kept: Kept, item: ItemOf<"use">): void {
  for (const leaf of item.leaves) {
    keepName(kept, kept.sink.at(leaf.at, leaf.at + 1), leaf.path, leaf.name, item.head.public);
    keepExport(kept, leaf.path);
  }
}

function keepName({ sink, place }: Kept, at: At, path: string[], name: string, open: boolean): void {
  sink.facts.uses.push({ scope: place.scope, cfg: place.cfg, at, path, name, public: open });
}

const deeper = ({ scope, cfg, by, depth }: Place): Place => ({ scope, cfg, by, depth: depth + 1 });

function fieldsOf(tokens: Tokens, fields: Field[]): TypeFact["fields"] {
  return fields.map(({ name, type, attributes = [] }) => {
    const cfg = conditionsOf(tokens, attributes);
    return cfg.length > 0 ? { name, type, cfg } : { name, type };
  });
}

/** Only constants that speak of Python can matter to a rule. */
function keepConst({ sink, place, at, walk }: Kept, item: ItemOf<"const">): void {
  const init = item.init ? sink.text(item.init) : "";
  if (init.includes("Py") || typeText(item.type).includes("Py")) {
    sink.facts.consts.push({ scope: place.scope, cfg: place.cfg, at, name: item.name, type: item.type, init });
  }
  if (item.init) walk(sink, item.init, deeper(place));
}

function keepFn({ sink, place, at, attributes, walk }: Kept, item: ItemOf<"fn">): void {
  const body = sink.scope("fn", item.name, place, attributes, at);
  const exported =
    attributes.some((a) => a.path === "no_mangle" || a.path === "export_name") ||
    (item.abi === "C" && item.name.startsWith("PyInit_"));
  sink.facts.fns.push({
    scope: place.scope,
    cfg: place.cfg,
    at,
    body: body.scope,
    name: item.name,
    attributes,
    exported,
    ...(!exported && isCallback(sink, item) && { callback: true }),
    ...(isAttached(sink, item) && { attached: true }),
  });
  if (item.body) walk(sink, item.body, body);
}

/** Python calls functions that take its own types; a C library calls the others. */
function isCallback(sink: Sink, { abi, head, body }: ItemOf<"fn">): boolean {
  if (!abi || !body || !/^(C|system)(-unwind)?$/.test(abi)) return false;
  return !/\bPy[A-Z]/.test(sink.text({ from: head.at, to: body.from - 1 }, 1000));
}

/** Nobody has the token who is not attached; code that is given back, as a future or a closure, may run where that is not so. */
function isAttached(sink: Sink, { head, body }: ItemOf<"fn">): boolean {
  const { tokens } = sink;
  if (!body || isWord(tokens, head.at - 1, "async")) return false;
  const open = isChar(tokens, head.at + 2, "<") ? afterAngles(tokens, head.at + 2, body.from) : head.at + 2;
  const takes = group(tokens, open, body.from);
  let named = takes.from;
  while (named < takes.to && !isWord(tokens, named, "Python")) named++;
  if (named === takes.to || !TOKEN.test(sink.text(takes, 1000))) return false;
  const gives = sink.text({ from: takes.to + 1, to: body.from - 1 }).split(/\bwhere\b/)[0]!;
  return !/\b(impl|dyn)\b|Future|Stream|Fn/.test(gives);
}

function keepMod({ sink, place, at, attributes, walk }: Kept, item: ItemOf<"mod">): void {
  if (item.body) {
    walk(sink, item.body, sink.scope("mod", item.name, place, attributes, at));
    return;
  }
  const raw = item.head.attributes.find((a) => a.path === "path");
  const file = raw ? sink.text(raw.args).replaceAll('"', "") : null;
  sink.facts.modules.push({ scope: place.scope, cfg: place.cfg, at, name: item.name, file, attributes });
}

/** `#[pymodule_export] use path;` is kept as a macro-like mention, since it nests what it names. */
function keepExport({ sink, place, at, attributes }: Kept, path: string[]): void {
  if (!attributes.some((a) => a.path.endsWith("pymodule_export"))) return;
  sink.facts.macros.push({
    scope: place.scope,
    cfg: place.cfg,
    at,
    path: "pymodule_export",
    args: path.join("::"),
    item: true,
  });
}

function keepImpl({ sink, place, at, attributes, walk }: Kept, item: ItemOf<"impl">): void {
  const name = typePath(item.type)?.split("::").at(-1) ?? typeText(item.type);
  const body = sink.scope("impl", name, place, attributes, at);
  const trait = item.trait ? typePath(item.trait) : null;
  sink.facts.impls.push({
    scope: place.scope,
    cfg: place.cfg,
    at,
    body: body.scope,
    trait,
    type: item.type,
    generics: item.generics,
    unsafe: item.unsafe,
    negative: item.negative,
  });
  walk(sink, item.body, body);
}

function keepMacroRules({ sink, place, at, walk }: Kept, item: ItemOf<"macro-rules">): void {
  const body = sink.scope("macro-def", item.name, place, [], at);
  const exported = item.head.attributes.some((a) => a.path === "macro_export");
  const params = paramsOf(sink, item.body);
  const { scope, cfg } = place;
  sink.facts.macroDefs.push({ scope, cfg, at, name: item.name, body: body.scope, exported, params });
  for (const written of transcribers(sink, item.body)) walk(sink, written, body);
}

/** What the arms of a macro write, `(…) => { this }`; their patterns declare nothing. */
function* transcribers({ tokens }: Sink, body: Range): Iterable<Range> {
  for (let i = body.from; i < body.to; ) {
    const arrow = after(tokens, i);
    const open = arrow + 2;
    const arm = tokens.kind[i] === Kind.open && isChar(tokens, arrow, "=") && isChar(tokens, arrow + 1, ">");
    if (arm && open < body.to && tokens.kind[open] === Kind.open) {
      yield group(tokens, open, body.to);
      i = after(tokens, open);
    } else i = arrow;
  }
}

/** `($name:ident, $type:ty) => …`: what stands at which place of a macro's first arm. */
function paramsOf({ tokens }: Sink, body: Range): string[] {
  if (tokens.kind[body.from] !== Kind.open) return [];
  return splitAtCommas(tokens, group(tokens, body.from, body.to)).map(({ from, to }) =>
    isChar(tokens, from, "$") && isIdent(tokens, from + 1) && to === from + 4 ? `$${name(tokens, from + 1)}` : "",
  );
}

function keepMacroCall({ sink, place, at, walk }: Kept, item: ItemOf<"macro-call">): void {
  const { last } = item;
  const stands = !sink.inBody(place.scope);
  if (stands || keepsMacro(last)) {
    const args = sink.text(item.body);
    sink.facts.macros.push({ scope: place.scope, cfg: place.cfg, at, path: item.path, args, item: stands });
  }
  if (!walksApart(last)) {
    walk(sink, item.body, deeper(place));
    return;
  }
  const inside = sink.scope("macro-call", last, place, [], at);
  const by = last === "thread_local" || last === "lazy_static" || last === "task_local" ? last : "static";
  walk(sink, item.body, { ...inside, by });
}
