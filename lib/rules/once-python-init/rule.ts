import { onceGates } from "#lib/scan/model/once-gate";
import { defineRule } from "#lib/scan/rule";
import { sight } from "#lib/scan/sighting";

const DOES: Record<string, string> = {
  writes: "fills",
  creates: "calls",
  imports: "imports through",
  starts: "starts Python by",
};

export default defineRule({
  code: "SI-030",
  slug: "once-python-init",
  revision: 2,
  severity: "critical",
  owner: "crate",
  group: "One-time initialisation and process state",
  title: "One-time initialisation with Python objects",
  summary: "Code that runs once per process creates, imports or stores objects of whichever interpreter comes first.",
  why: "The gate itself holds no Python data: a `Once`, an `AtomicBool`, an `OnceLock<bool>`. What it guards does. The first interpreter runs the code, the second finds the gate closed and goes on with the first one's results, or with nothing where the code was meant to set something up in each interpreter.\n\nThis is no race. It happens every time, in the order in which interpreters import the module.",
  effects: {
    legacy: {
      severity: "critical",
      text: "The second interpreter skips its own initialisation and uses the first one's objects.",
    },
    ownGil: { severity: "critical", text: "The same, with reference counts changed under two GILs." },
  },
  versions: {
    "3.13":
      "The code of a single-phase module runs in the main interpreter first, so the gate is closed before any sub-interpreter comes.",
  },
  remedy: [
    {
      title: "Run it in `Py_mod_exec`.",
      text: "That function runs once for each interpreter's module, which is the unit that is meant.",
    },
    {
      title: "Guard it by module state.",
      text: "A flag in the module's state says whether this module is ready; a static says whether any ever was.",
    },
    {
      title: "Leave native set-up where it is.",
      text: "Loggers, CPU detection and thread pools may well be initialised once per process.",
    },
  ],
  references: [
    {
      title: "Isolating extension modules: managing global state",
      url: "https://docs.python.org/3/howto/isolating-extensions.html",
    },
    { title: "PEP 489: multi-phase extension module initialisation", url: "https://peps.python.org/pep-0489/" },
  ],
  milestones: ["M3"],
  *check(model) {
    for (const { item, type, bare, deed } of onceGates(model)) {
      // A kept answer to a question about the environment is stale at worst; starting Python is done once by design.
      const severity = deed.kind === "starts" ? "info" : deed.kind === "imports" && !bare ? "moderate" : "critical";
      yield sight(item, {
        symbol: item.fact.name,
        shape: type,
        evidence: { type, does: deed.kind, what: deed.name },
        severity,
      });
    }
  },
  message: ({ does, what }, symbol) =>
    `the code behind \`${symbol}\` runs once per process and ${DOES[String(does)]} \`${what}\``,
});
