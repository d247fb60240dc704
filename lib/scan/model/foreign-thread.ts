import type { FnFact, ImplFact } from "#lib/scan/facts/facts";
import { isAttachPath } from "#lib/scan/model/attach";
import type { Located, Model, SourceFile } from "#lib/scan/model/model";
import { perItem, perModel } from "#lib/scan/model/per-model";
import { select } from "#lib/scan/model/select";

/** Why code may run on a thread that the calling interpreter did not start. */
export interface ForeignThread {
  how: "spawn" | "trait" | "callback";
  /** `thread::spawn`, `.install`; `Drop`, `Log`; the callback's own name. */
  by: string;
  /** Functions between that and the code, nearest to the spawn first. */
  through: string[];
}

/** How many calls deep such code is followed. */
const MOST_CALLS = 3;
/** What is handed to these runs when something happens, on whichever thread that is. */
const HOOK = /(^|::|\.)set_hook$/;

/** Traits whose methods are called by pools, runtimes and whoever drops last, by canonical path. */
const TRAITS = new RegExp(
  `^(${[
    "std::(prelude|ops)::Drop",
    "std::(prelude|iter)::Iterator",
    "std::io::(\\w+::)*(Read|BufRead|Write|Seek)",
    "std::alloc::GlobalAlloc",
    "std::(prelude|future)::Future",
    "std::task::Wake",
    "futures(_core|_util|_io|_task)?::(\\w+::)*(Stream|Future|ArcWake|AsyncRead|AsyncWrite|AsyncBufRead)",
    "tokio::io::(\\w+::)*(AsyncRead|AsyncWrite|AsyncBufRead|AsyncSeek)",
    "tokio_stream::(\\w+::)*Stream",
    "log::Log",
    "tracing(_core)?::(\\w+::)*Subscriber",
    "tracing_subscriber::(\\w+::)*Layer",
    "notify::(\\w+::)*EventHandler",
  ].join("|")})$`,
);

/** Last segments of these, which most traits do not share. */
const TRAIT_NAMES = new Set(
  "Drop Iterator Read BufRead Write Seek GlobalAlloc Future Wake Stream ArcWake AsyncRead AsyncWrite AsyncBufRead AsyncSeek Log Subscriber Layer EventHandler".split(
    " ",
  ),
);

const traitName = ({ trait }: ImplFact): string => trait?.slice(trait.lastIndexOf(":") + 1) ?? "";
const called = select("impls", (fact) => TRAIT_NAMES.has(traitName(fact)));
/** Functions that something other than Python may call, by how they are declared. */
const candidates = select(
  "fns",
  (fn, { facts }) =>
    fn.callback === true || facts.impls.some((i) => i.body === fn.scope && TRAIT_NAMES.has(traitName(i))),
);

/** Why this code may run on a foreign thread; null when nothing says so. */
export function foreignThread(model: Model, at: Located<{ scope: number }>): ForeignThread | null {
  const { scopes } = at.file.facts;
  for (let scope = at.fact.scope; scope >= 0 && scopes[scope]!.kind !== "fn"; scope = scopes[scope]!.parent) {
    const { kind, name } = scopes[scope]!;
    if (kind === "spawn" && !HOOK.test(name)) return { how: "spawn", by: name, through: [] };
  }
  const fn = model.enclosingFn(at);
  // What a program's `main` starts is the embedder's own business.
  const why = fn && fn.item !== "main" ? reason(model, fn) : null;
  return why === null ? null : JSON.parse(why);
}

/** As text, so that the same reason is the same answer. */
const reason = perItem((model, fn: Located<FnFact>): string | null => {
  const why = foreignFns(model).get(fn);
  return why ? JSON.stringify(why) : null;
});

/** Functions of production code that foreign threads reach, with the shortest way there. */
const foreignFns = perModel((model) => {
  const found = new Map<Located<FnFact>, ForeignThread>();
  const add = (fn: Located<FnFact>, why: ForeignThread): void => {
    // It goes back to the interpreter of whoever called it, and so does what it calls.
    if (!fn.fact.attached && !found.has(fn)) found.set(fn, why);
  };
  const names = (of: Located<{ body: number }>, why: ForeignThread): void => {
    for (const fn of model.called(of))
      if (!isAttachPath(`${fn.item}::${fn.fact.name}`)) add(fn, { ...why, through: [...why.through, fn.fact.name] });
  };
  for (const spawn of model.spawns)
    if (spawn.scope === "prod" && !HOOK.test(spawn.fact.name))
      names(spawn, { how: "spawn", by: spawn.fact.name, through: [] });
  const traits = implsByBody(model);
  for (const fn of candidates(model)) {
    if (fn.scope !== "prod") continue;
    const trait = traits.get(fn.file)?.get(fn.fact.scope);
    if (trait) add(fn, { how: "trait", by: trait, through: [] });
    else if (fn.fact.callback) add(fn, { how: "callback", by: fn.fact.name, through: [] });
  }
  // A map is walked in the order in which it grows, so the nearest come first.
  for (const [fn, why] of found) if (why.through.length < MOST_CALLS) names(fn, why);
  return found;
});

/** Impls of such traits, by file and by the scope of their body. */
function implsByBody(model: Model): Map<SourceFile, Map<number, string>> {
  const found = new Map<SourceFile, Map<number, string>>();
  for (const item of called(model)) {
    const { trait, body } = item.fact;
    if (!TRAITS.test(model.resolve(trait!, item) ?? "") || isBoundToThread(model, item)) continue;
    const name = traitName(item.fact);
    const mine = found.get(item.file) ?? new Map<number, string>();
    found.set(item.file, mine.set(body, name));
  }
  return found;
}

/** `#[pyclass(unsendable)]` never leaves the thread that made it. */
function isBoundToThread(model: Model, { fact, ...at }: Located<ImplFact>): boolean {
  const path = fact.type.kind === "path" ? fact.type.segments.map((s) => s.name).join("::") : "";
  const named = path ? model.typeNamed(path, { fact, ...at }) : null;
  return named?.fact.attributes.some((a) => a.path.endsWith("pyclass") && /\bunsendable\b/.test(a.args)) ?? false;
}
