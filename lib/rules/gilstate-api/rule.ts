import { gilStateOf } from "#lib/scan/model/attach";
import { foreignThread } from "#lib/scan/model/foreign-thread";
import { select } from "#lib/scan/model/select";
import { isTemplate } from "#lib/scan/model/static-state";
import { defineRule } from "#lib/scan/rule";
import { groupBy, sightAll } from "#lib/scan/sighting";

const gilStateCalls = select("calls", (fact, file) => gilStateOf(fact) !== null && !isTemplate({ fact, file }));

export default defineRule({
  code: "SI-060",
  slug: "gilstate-api",
  revision: 3,
  severity: "moderate",
  owner: "crate",
  group: "Threads and attach",
  title: "Direct use of PyGILState",
  summary:
    "`PyGILState_Ensure` attaches a thread that Python does not know to the main interpreter, whoever started it.",
  why: "The PyGILState functions know one interpreter, the main one. On a thread that already has a thread state they go back to that state; on a fresh thread they make one for the main interpreter, and whatever runs there touches objects of the interpreter that started the thread under the wrong state.\n\n`PyGILState_Check` always answers 1 once any sub-interpreter has been created, so an assertion built on it holds nothing.",
  effects: {
    legacy: {
      severity: "critical",
      text: "Work that a sub-interpreter starts on another thread runs in the main interpreter.",
    },
    ownGil: { severity: "critical", text: "The same, and under the main interpreter's GIL instead of the caller's." },
  },
  versions: {
    "3.12": "A new thread is attached to the main interpreter. Measured on 3.12 to 3.14.",
    "3.15": "`PyThreadState_Ensure` takes the interpreter that is meant, and is the replacement.",
  },
  remedy: [
    {
      title: "Keep the interpreter, not the thread.",
      text: "Take `PyInterpreterState_Get` where the work is started, and make a state with `PyThreadState_New` on the thread that does it.",
    },
    {
      title: "On CPython 3.15, use PEP 788.",
      text: "`PyThreadState_Ensure` takes the interpreter that is meant and keeps it alive meanwhile.",
    },
  ],
  references: [
    {
      title: "PEP 788: protecting the C API from interpreter finalization",
      url: "https://peps.python.org/pep-0788/",
    },
    { title: "Sub-interpreters: bugs and caveats", url: "https://docs.python.org/3/c-api/subinterpreters.html" },
  ],
  milestones: ["M3"],
  *check(model) {
    const calls = gilStateCalls(model)
      // A binding's wrapper of the same name is what others call.
      .filter((call) => !call.item.endsWith(gilStateOf(call.fact)!))
      .map((call) => ({ ...call, foreign: call.scope === "prod" ? foreignThread(model, call) : null }));
    for (const found of groupBy(calls, (call) => `${call.file.path} ${call.item} ${call.scope}`).values()) {
      const names = [...new Set(found.map((call) => gilStateOf(call.fact)!))];
      const foreign = found.find((call) => gilStateOf(call.fact) === "PyGILState_Ensure")?.foreign ?? null;
      yield sightAll(found, {
        symbol: names[0]!,
        shape: "gilstate",
        evidence: { names, count: found.length, by: foreign?.by ?? null, through: foreign?.through ?? [] },
        severity: foreign ? "critical" : "moderate",
        confidence: foreign && foreign.how !== "spawn" ? "medium" : "high",
      });
    }
  },
  message: ({ by }, symbol) =>
    by
      ? `\`${symbol}\` attaches to the main interpreter on a thread that \`${by}\` may run on`
      : `\`${symbol}\` knows the main interpreter only`,
});
