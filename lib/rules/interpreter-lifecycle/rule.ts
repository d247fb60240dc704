import type { CallFact } from "#lib/scan/facts/facts";
import type { Evidence } from "#lib/scan/finding";
import type { Crate, Located, Model } from "#lib/scan/model/model";
import { perItem } from "#lib/scan/model/per-model";
import { isProgram } from "#lib/scan/model/scope";
import { select } from "#lib/scan/model/select";
import { isTemplate } from "#lib/scan/model/static-state";
import { defineRule, type Sighting } from "#lib/scan/rule";
import { groupBy, sightAll, sightManifest } from "#lib/scan/sighting";

interface Lifecycle extends Evidence {
  /** Functions that are called; empty for a feature. */
  names: string[];
  feature: string | null;
}

const C_API =
  /^(_?Py_Initialize\w*|Py_Finalize(Ex)?|Py_NewInterpreter(FromConfig)?|Py_EndInterpreter|Py_RunMain|Py_Main|Py_BytesMain)$/;
const PYO3 = /^(prepare_freethreaded_python|with_embedded_python_interpreter)$/;

const last = (path: string): string => path.slice(path.lastIndexOf(":") + 1);

const candidates = select("calls", (fact, file) => {
  const name = last(fact.path);
  const fits = name === "initialize" || C_API.test(name) || PYO3.test(name);
  return fits && !isTemplate({ fact, file }) && !isProgram(file.path, file.crate.dir);
});

export default defineRule<Lifecycle>({
  code: "SI-063",
  slug: "interpreter-lifecycle",
  revision: 1,
  severity: "moderate",
  owner: "crate",
  group: "Threads and attach",
  title: "Interpreter started or ended by an extension",
  summary: "A module that is imported finds an interpreter running; code that starts or ends one assumes the main one.",
  why: "`Python::initialize`, `Py_InitializeEx` and PyO3's feature `auto-initialize` start Python where none runs. In an extension that never happens, but the code says that it was written for one interpreter per process, and on a thread without a state it falls back to the main one. What ends interpreters takes every object in them away from statics and threads that still hold some.\n\nA program that embeds Python does all this by right; its `main.rs` is not reported.",
  effects: {
    legacy: { severity: "moderate", text: "The main interpreter is taken for the only one." },
    ownGil: { severity: "moderate", text: "The same." },
  },
  versions: {
    "3.9": "`Py_NewInterpreter` makes interpreters that share the GIL and check nothing.",
    "3.12": "`Py_NewInterpreterFromConfig` chooses the GIL and the check; `Py_NewInterpreter` goes on as before.",
  },
  remedy: [
    {
      title: "Leave it to the host.",
      text: "An extension attaches to the interpreter that imported it and starts none.",
    },
    {
      title: "Ask for `auto-initialize` in `dev-dependencies`.",
      text: "Tests of an extension need it, the module that is shipped does not.",
    },
  ],
  references: [
    { title: "PyO3: the auto-initialize feature", url: "https://pyo3.rs/main/features.html#auto-initialize" },
    {
      title: "Initialization, finalization, and threads",
      url: "https://docs.python.org/3/c-api/interp-lifecycle.html",
    },
  ],
  milestones: ["M3"],
  *check(model) {
    const calls = candidates(model).filter((call) => nameOf(model, call) !== null);
    for (const found of groupBy(calls, (call) => `${call.file.path} ${call.item} ${call.scope}`).values()) {
      const names = [...new Set(found.map((call) => nameOf(model, call)!))];
      yield sightAll(found, { symbol: names[0]!, shape: "call", evidence: { names, feature: null } });
    }
    yield* features(model);
  },
  message: ({ feature }, symbol) =>
    feature
      ? `\`${feature}\` lets an extension start an interpreter where it finds none`
      : `\`${symbol}\` starts or ends an interpreter, which is the host's to do`,
});

function nameOf(model: Model, call: Located<CallFact>): string | null {
  const { path } = call.fact;
  const name = last(path);
  if (C_API.test(name)) return name;
  if (name === "initialize") {
    const owner = path.slice(0, -"::initialize".length);
    const canonical = owner ? model.resolve(owner, call) : null;
    return /^pyo3::(\w+::)*Python$/.test(canonical ?? "") || (!canonical && /(^|::)Python$/.test(owner))
      ? "Python::initialize"
      : null;
  }
  if (!PYO3.test(name)) return null;
  const canonical = model.resolve(path, call);
  return !canonical || /^(pyo3|cpython)::/.test(canonical) ? name : null;
}

function* features(model: Model): Iterable<Sighting<Lifecycle>> {
  const seen = new Set<string>();
  for (const crate of model.crates) {
    if (!crate.inScope || crate.binding === "none" || isProgramOnly(model, crate)) continue;
    for (const { package: name, kind, starts } of model.package(crate).dependencies) {
      // A workspace asks once for all of its crates.
      if (!starts || kind === "build" || name !== "pyo3" || seen.has(`${starts.manifest}:${starts.line}`)) continue;
      seen.add(`${starts.manifest}:${starts.line}`);
      const found = sightManifest(crate, starts.line, {
        symbol: "auto-initialize",
        shape: kind,
        evidence: { names: [], feature: "auto-initialize" },
      });
      const scope = kind === "dev" && found.scope === "prod" ? "test" : found.scope;
      yield { ...found, scope, sites: found.sites.map((site) => ({ ...site, path: starts.manifest })) };
    }
    for (const { feature, line } of model.package(crate).starters)
      yield sightManifest(crate, line, {
        symbol: "auto-initialize",
        shape: feature,
        evidence: { names: [], feature },
        severity: feature === "default" ? "moderate" : "info",
      });
  }
}

/** Without a library there is nothing to import. */
const isProgramOnly = perItem((model, crate: Crate): boolean => {
  const mine = model.filesOf(crate).filter(({ scope }) => scope === "prod");
  return (
    mine.length > 0 && mine.some((f) => isProgram(f.path, crate.dir)) && !mine.some((f) => f.path.endsWith("lib.rs"))
  );
});
