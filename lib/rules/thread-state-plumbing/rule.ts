import type { CallFact } from "#lib/scan/facts/facts";
import type { Located } from "#lib/scan/model/model";
import { select } from "#lib/scan/model/select";
import { isTemplate } from "#lib/scan/model/static-state";
import { defineRule } from "#lib/scan/rule";
import { groupBy, sightAll } from "#lib/scan/sighting";

const PLUMBING = /^(PyInterpreterState_(Main|Head|Next|ThreadHead)|PyThreadState_(Swap|Next))$/;
/** Asking which interpreter this is presumes nothing. */
const ASKS = /^PyInterpreterState_GetID$/;

const plumbing = select(
  "calls",
  (fact, file) => (PLUMBING.test(last({ fact })) || ASKS.test(last({ fact }))) && !isTemplate({ fact, file }),
);

export default defineRule({
  code: "SI-064",
  slug: "thread-state-plumbing",
  revision: 1,
  severity: "moderate",
  owner: "crate",
  group: "Threads and attach",
  title: "Main interpreter or thread states by hand",
  summary: "Code picks an interpreter or swaps thread states itself instead of using the one that called it.",
  why: "`PyInterpreterState_Main` and `PyInterpreterState_Head` name an interpreter by its place in a list, not the one whose code is running. `PyThreadState_Swap` puts the thread into another interpreter, and everything that is borrowed meanwhile belongs to the wrong one.\n\n`PyInterpreterState_GetID` only asks. It is counted because PyO3's own guard and caches that are kept per interpreter are built on it.",
  effects: {
    legacy: { severity: "moderate", text: "Work lands in an interpreter that did not ask for it." },
    ownGil: { severity: "moderate", text: "The same, and a swap changes the GIL that is held." },
  },
  versions: {
    "3.9": "A swap leaves the one GIL held.",
    "3.12": "A swap releases the GIL of one interpreter and takes that of the other.",
  },
  remedy: [
    {
      title: "Use the caller's interpreter.",
      text: "`PyInterpreterState_Get` on an attached thread is the one; keep it for work that other threads do.",
    },
    {
      title: "Have a host manage interpreters.",
      text: "Creating, swapping and walking them is for programs that embed Python.",
    },
  ],
  references: [
    { title: "Sub-interpreter support in the C API", url: "https://docs.python.org/3/c-api/subinterpreters.html" },
    {
      title: "Thread states and the global interpreter lock",
      url: "https://docs.python.org/3/c-api/threads.html",
    },
  ],
  milestones: ["M3"],
  *check(model) {
    const key = (call: Located<CallFact>): string =>
      `${call.file.path} ${call.item} ${call.scope} ${ASKS.test(last(call))}`;
    for (const found of groupBy(plumbing(model), key).values()) {
      const names = [...new Set(found.map(last))];
      const asks = ASKS.test(names[0]!);
      yield sightAll(found, {
        symbol: names[0]!,
        shape: asks ? "asks" : "plumbing",
        evidence: { names },
        severity: asks ? "info" : "moderate",
      });
    }
  },
  message: (_, symbol) =>
    ASKS.test(symbol)
      ? `\`${symbol}\` asks which interpreter this is`
      : `\`${symbol}\` chooses an interpreter or a thread state by hand`,
});

const last = ({ fact: { path } }: Pick<Located<CallFact>, "fact">): string => path.slice(path.lastIndexOf(":") + 1);
