import type { At, CallFact } from "#lib/scan/facts/facts";
import type { Evidence } from "#lib/scan/finding";
import type { Crate, Located, Model } from "#lib/scan/model/model";
import { perModel } from "#lib/scan/model/per-model";
import { placed } from "#lib/scan/model/placed";
import { select } from "#lib/scan/model/select";
import { inSourceOrder } from "#lib/scan/model/source-order";
import { isTemplate } from "#lib/scan/model/static-state";
import { touchesPython } from "#lib/scan/model/touches-python";
import { defineRule } from "#lib/scan/rule";
import { sight } from "#lib/scan/sighting";

interface Hook extends Evidence {
  /** What the process keeps: `logger`, `panic`, `signal`, `audit`, `input`, `subscriber`. */
  keeps: string;
}

const KEEPS: Record<string, string> = {
  logger: "one logger",
  subscriber: "one subscriber",
  panic: "one panic hook",
  signal: "one signal handler",
  audit: "audit hooks of all interpreters",
  input: "one input hook",
};

export default defineRule<Hook>({
  code: "SI-074",
  slug: "process-wide-hook",
  revision: 1,
  severity: "moderate",
  owner: "crate",
  group: "C-API caches and hooks",
  title: "Process-wide hook that calls Python",
  summary: "A logger, panic hook or handler of which the process has one calls into the interpreter that set it first.",
  why: "Rust's `log` has one logger, `tracing` one default subscriber, the process one panic hook and one signal handler. The first interpreter to import the module installs them; what other interpreters log, and their panics, go to the first one's Python objects, from whichever thread logs.\n\nWhen that interpreter ends, its logger is still installed.",
  effects: {
    legacy: { severity: "moderate", text: "Records of all interpreters arrive in the one that came first." },
    ownGil: { severity: "moderate", text: "The same, and the hook needs the first interpreter's GIL." },
  },
  remedy: [
    {
      title: "Find the logger when a record comes.",
      text: "Look `logging` up in the interpreter that is current, or send records to a thread that knows where they belong.",
    },
    {
      title: "Keep hooks native.",
      text: "A panic hook or a signal handler can set a flag that Python code reads at its leisure.",
    },
  ],
  references: [
    { title: "log::set_boxed_logger", url: "https://docs.rs/log/latest/log/fn.set_boxed_logger.html" },
    { title: "pyo3-log", url: "https://docs.rs/pyo3-log" },
  ],
  milestones: ["M3"],
  *check(model) {
    const found: { at: Located<{ scope: number; at: At }>; symbol: string; keeps: string }[] = [];
    for (const call of installs(model)) {
      const hook = hookOf(model, call);
      if (hook) found.push({ at: call, ...hook });
    }
    for (const at of inputHooks(model)) found.push({ at, symbol: "PyOS_InputHook", keeps: "input" });
    for (const spawn of handlers(model)) {
      const keeps = spawn.fact.name.endsWith("set_hook") ? "panic" : "signal";
      if (touchesPython(model, spawn)) found.push({ at: spawn, symbol: spawn.fact.name, keeps });
    }
    for (const { at, symbol, keeps } of found.sort((a, b) => inSourceOrder(a.at, b.at)))
      yield sight(at, { symbol, shape: keeps, evidence: { keeps } });
  },
  message: ({ keeps }, symbol) =>
    `the process keeps ${KEEPS[keeps] ?? "one hook"}, and \`${symbol}\` makes it call the interpreter that comes first`,
});

const INSTALLS = /(^|::)(PySys_AddAuditHook|init|try_init|new|default|set_logger|set_boxed_logger|set_global_default)$/;

const installs = select("calls", (fact, file) => INSTALLS.test(fact.path) && !isTemplate({ fact, file }));
const inputHooks = select("writes", ({ target }) => /(^|::)PyOS_InputHook$/.test(target));
const handlers = select("spawns", ({ name }) => /(^|::|\.)set_hook$|(^|::)set_handler$/.test(name));
const observers = select("impls", ({ trait }) => trait !== null && /(^|::)(Log|Layer|Subscriber)$/.test(trait));

function hookOf(model: Model, call: Located<CallFact>): { symbol: string; keeps: string } | null {
  const { path } = call.fact;
  const symbol = path.slice(path.lastIndexOf(":") + 1);
  if (symbol === "PySys_AddAuditHook") return { symbol, keeps: "audit" };
  const canonical = model.resolve(path, call) ?? path;
  if (/^pyo3_log::(init|try_init|Logger::(new|default))$/.test(canonical))
    return call.crate.lib === "pyo3_log" ? null : { symbol: canonical, keeps: "logger" };
  const hooks = installers(model).get(call.crate);
  if (/^log::set_(boxed_)?logger$/.test(canonical) && hooks?.has("logger")) return { symbol, keeps: "logger" };
  if (/^tracing(_core)?::(\w+::)*set_global_default$/.test(canonical) && hooks?.has("subscriber"))
    return { symbol, keeps: "subscriber" };
  return null;
}

/** Crates that implement a logger or a subscriber of their own which touches Python. */
const installers = perModel((model) => {
  const found = new Map<Crate, Set<string>>();
  for (const item of observers(model)) {
    const canonical = model.resolve(item.fact.trait!, item) ?? "";
    const keeps = canonical === "log::Log" ? "logger" : canonical.startsWith("tracing") ? "subscriber" : null;
    if (!keeps) continue;
    const fns = placed(item.file)
      .list("fns")
      .filter((fn) => fn.fact.scope === item.fact.body);
    if (!fns.some((fn) => touchesPython(model, fn))) continue;
    const kinds = found.get(item.crate) ?? new Set<string>();
    found.set(item.crate, kinds.add(keeps));
  }
  return found;
});
