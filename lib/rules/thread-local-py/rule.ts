import { typeText } from "#lib/rust/type-text";
import { staticsHolding } from "#lib/scan/model/static-state";
import { defineRule } from "#lib/scan/rule";
import { sight } from "#lib/scan/sighting";

export default defineRule({
  code: "SI-014",
  slug: "thread-local-py",
  revision: 3,
  severity: "critical",
  owner: "crate",
  group: "Static Python state",
  title: "Thread-local Python reference",
  summary: "A thread-local keeps a Python reference from one call to the next.",
  why: "A thread is not an interpreter. One thread may run several: legacy hosts switch interpreters on their worker threads, and `Interpreter.exec` runs in the thread that calls it. What one interpreter leaves in the thread-local the next one finds.\n\nThe destructor of a thread-local runs when the thread ends, which may be long after the interpreter did, and without an attached thread state.",
  effects: {
    legacy: { severity: "critical", text: "One worker thread serves several interpreters and mixes their objects." },
    ownGil: {
      severity: "critical",
      text: "An interpreter that is run from another's thread meets the other's objects under a different GIL.",
    },
  },
  versions: {
    "3.12": "Under an own GIL the thread changes reference counts that another GIL guards.",
    "3.14":
      "`Interpreter.exec` runs in the thread that calls it, so one thread soon serves several interpreters. A worker of `InterpreterPoolExecutor` serves one.",
  },
  remedy: [
    {
      title: "Pass it down.",
      text: "A parameter or a context struct lives as long as the call, which is what most of these need.",
    },
    {
      title: "Clear it before the call returns.",
      text: "A guard that takes the value out on drop, also on panic, leaves nothing for the next interpreter.",
    },
    {
      title: "Or key it by interpreter.",
      text: "Keep `PyInterpreterState_GetID` beside the value and ignore what another interpreter left.",
    },
  ],
  references: [
    { title: "Sub-interpreter support in the C API", url: "https://docs.python.org/3/c-api/subinterpreters.html" },
    {
      title: "Thread state and the global interpreter lock",
      url: "https://docs.python.org/3/c-api/init.html#thread-state-and-the-global-interpreter-lock",
    },
  ],
  milestones: ["M3"],
  *check(model) {
    for (const { item, state } of staticsHolding(model, "thread-local")) {
      const { fact } = item;
      yield sight(item, {
        symbol: fact.name,
        shape: typeText(fact.type),
        // A task-local holds its value for the length of `scope`, not of the thread.
        severity: fact.by === "task_local" ? "moderate" : "critical",
        evidence: { type: typeText(fact.type), by: fact.by, typePath: state.steps },
      });
    }
  },
  message: ({ type, by }, symbol) =>
    by === "task_local"
      ? `\`${symbol}\` carries \`${type}\` with a task, which another interpreter's call may drive`
      : `\`${symbol}\` keeps \`${type}\` with the thread, and one thread may run several interpreters`,
});
