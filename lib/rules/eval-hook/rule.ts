import type { CallFact } from "#lib/scan/facts/facts";
import { select } from "#lib/scan/model/select";
import { isTemplate } from "#lib/scan/model/static-state";
import { defineRule } from "#lib/scan/rule";
import { groupBy, sightAll } from "#lib/scan/sighting";

const HOOK =
  /^(PyEval_Set(Profile|Trace)(AllThreads)?|_?PyInterpreterState_SetEvalFrameFunc|PyEval_(Acquire|Release)Lock|PyEval_InitThreads)$/;

const hooks = select("calls", (fact, file) => HOOK.test(last(fact)) && !isTemplate({ fact, file }));

export default defineRule({
  code: "SI-065",
  slug: "eval-hook",
  revision: 1,
  severity: "moderate",
  owner: "crate",
  group: "Threads and attach",
  title: "Hook into evaluation or the old GIL",
  summary:
    "A tracer, a frame evaluator or a call on the one old GIL is set for whichever thread or interpreter is current.",
  why: "`PyEval_SetTrace` and `PyEval_SetProfile` hook one thread, the frame evaluation function one interpreter: code of other interpreters passes by unseen, and a hook that keeps objects sees those of several when it is set in each. `PyEval_AcquireLock` and its like take a lock without saying which; there is more than one now, and CPython 3.13 has removed them.",
  effects: {
    legacy: { severity: "moderate", text: "The hook sees the interpreter that set it, and its state is one for all." },
    ownGil: { severity: "moderate", text: "The same; the old lock calls do not name the GIL that they mean." },
  },
  versions: {
    "3.12":
      "`PyEval_SetTraceAllThreads` and `PyEval_SetProfileAllThreads` reach all threads of one interpreter, and none of another.",
    "3.13": "`PyEval_AcquireLock` and `PyEval_ReleaseLock` are gone.",
  },
  remedy: [
    {
      title: "Set the hook in each interpreter.",
      text: "`Py_mod_exec` runs in each; what the hook needs goes to module state, not to a static.",
    },
    {
      title: "Save and restore the thread.",
      text: "`PyEval_SaveThread` and `PyEval_RestoreThread` give up the GIL of the thread's own interpreter.",
    },
  ],
  references: [
    { title: "Profiling and tracing", url: "https://docs.python.org/3/c-api/profiling.html" },
    { title: "PEP 523: adding a frame evaluation API", url: "https://peps.python.org/pep-0523/" },
  ],
  milestones: ["M3"],
  *check(model) {
    for (const found of groupBy(hooks(model), (call) => `${call.file.path} ${call.item} ${call.scope}`).values()) {
      const names = [...new Set(found.map(({ fact }) => last(fact)))];
      yield sightAll(found, { symbol: names[0]!, shape: "hook", evidence: { names } });
    }
  },
  message: (_, symbol) =>
    symbol.includes("Set")
      ? `\`${symbol}\` hooks the current thread or interpreter only`
      : `\`${symbol}\` does not say which GIL it means`,
});

const last = ({ path }: CallFact): string => path.slice(path.lastIndexOf(":") + 1);
