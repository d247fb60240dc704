import { processStates } from "#lib/scan/model/process-state";
import { defineRule } from "#lib/scan/rule";
import { sight } from "#lib/scan/sighting";

export default defineRule({
  code: "SI-032",
  slug: "process-global-state",
  revision: 4,
  severity: "info",
  owner: "crate",
  group: "One-time initialisation and process state",
  title: "Process-wide state that Python changes",
  summary: "A static without Python data is changed by functions that Python calls.",
  why: "No object crosses from one interpreter to another here, so nothing breaks. What one interpreter sets, though, all others see: a counter goes on where another left it, a setting that one program chooses holds for its neighbours.\n\nWhether that is wanted is for the crate to say. A cache that is filled once with the same data for everybody is not reported.",
  effects: {
    legacy: { severity: "info", text: "Interpreters see each other's settings and counts." },
    ownGil: { severity: "info", text: "The same, and changes now come from several threads at once." },
  },
  versions: {
    "3.12":
      "Interpreters with GILs of their own change it at the same moment; what no lock or atomic guards is a data race.",
    "free-threaded": "So do threads of one interpreter.",
  },
  remedy: [
    {
      title: "Decide whose state it is.",
      text: "A setting of the process may stay; a setting of the program that imports the module belongs into module state.",
    },
    { title: "Say so in the documentation.", text: "Users cannot see that an option holds for all interpreters." },
  ],
  references: [
    {
      title: "Isolating extension modules: managing global state",
      url: "https://docs.python.org/3/howto/isolating-extensions.html",
    },
  ],
  milestones: ["M3"],
  *check(model) {
    for (const { item, type, how, by } of processStates(model))
      yield sight(item, { symbol: item.fact.name, shape: type, evidence: { type, how, by } });
  },
  message: ({ type, how, by }, symbol) =>
    by
      ? `\`${symbol}\` is one \`${type}\` for all interpreters, and \`${by}\` ${how} it`
      : `\`${symbol}\` is one \`${type}\` for all interpreters, filled by the first`,
});
