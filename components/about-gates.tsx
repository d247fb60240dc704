import { Columns } from "#components/columns";
import { type GateGlyph, GateIcon } from "#components/sprite";
import { Words } from "#components/words";

interface Answer {
  glyph: GateGlyph;
  tone: string;
  word: string;
}

const loads: Answer = { glyph: "loads", tone: "inf", word: "loads" };
const refused: Answer = { glyph: "refused", tone: "blk", word: "refused" };

/** What CPython 3.12 and later does with what a module declares. */
const declarations: { declares: string; under: string; legacy: Answer; checked: Answer; ownGil: Answer }[] = [
  {
    declares: "per-interpreter GIL",
    under: "`Py_MOD_PER_INTERPRETER_GIL_SUPPORTED`",
    legacy: loads,
    checked: loads,
    ownGil: loads,
  },
  {
    declares: "shared GIL only",
    under: "`Py_MOD_MULTIPLE_INTERPRETERS_SUPPORTED`",
    legacy: loads,
    checked: loads,
    ownGil: refused,
  },
  {
    declares: "nothing, multi-phase",
    under: "no slot; PyO3 0.28 and later",
    legacy: loads,
    checked: loads,
    ownGil: refused,
  },
  {
    declares: "no support",
    under: "`Py_MOD_MULTIPLE_INTERPRETERS_NOT_SUPPORTED`",
    legacy: loads,
    checked: refused,
    ownGil: refused,
  },
  {
    declares: "nothing, single-phase",
    under: "`PyModule_Create`; PyO3 up to 0.27",
    legacy: loads,
    checked: refused,
    ownGil: refused,
  },
];

/** The kinds of interpreter, what stops an import in each, and what PyO3 adds. */
export function AboutGates() {
  return (
    <>
      <dl className="kv wide">
        <div>
          <dt>Legacy</dt>
          <dd>
            <Words text="Made by `Py_NewInterpreter`: mod_wsgi, ceph-mgr, Domoticz, jep. All share one GIL. CPython checks nothing at import, so a slot that says “not supported” stops nobody here." />
          </dd>
        </div>
        <div>
          <dt>Checked</dt>
          <dd>
            <Words text="Made by `Py_NewInterpreterFromConfig` with a shared GIL and the import check on. Rare." />
          </dd>
        </div>
        <div>
          <dt>Own GIL</dt>
          <dd>
            <Words text="`concurrent.interpreters`, `InterpreterPoolExecutor`. Each has its own GIL. CPython raises ImportError unless the module declares support for it." />
          </dd>
        </div>
      </dl>
      <Declarations />
      <p className="note">
        <Words text="PyO3 adds a gate of its own. From 0.17 to 0.19 a module loads once per process. From 0.20 to 0.27 a second interpreter gets an ImportError from PyO3, on CPython 3.13 even the first sub-interpreter. From 0.28 on that check remains for nested modules only, so a module without them loads in legacy interpreters with no check at all. Nothing about its statics changed." />
      </p>
      <p className="note">
        <Words text="A process can switch CPython’s check off with `_imp._override_multi_interp_extensions_check`. Then a refusal protects nobody, and the hazards count." />
      </p>
    </>
  );
}

function Declarations() {
  return (
    <table className="stackable spaced">
      <caption className="sr">What a module declares, and which interpreters import it</caption>
      <Columns names={["The module declares", "Legacy", "Checked, shared GIL", "Own GIL"]} />
      <tbody>
        {declarations.map((row) => (
          <tr key={row.declares}>
            <td>
              <b>{row.declares}</b>
              <span className="under free">
                <Words text={row.under} />
              </span>
            </td>
            <td data-l="Legacy">
              <Mark answer={row.legacy} />
            </td>
            <td data-l="Checked">
              <Mark answer={row.checked} />
            </td>
            <td data-l="Own GIL">
              <Mark answer={row.ownGil} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Mark({ answer }: { answer: Answer }) {
  return (
    <span className="mk">
      <GateIcon glyph={answer.glyph} tone={answer.tone} />
      {answer.word}
    </span>
  );
}
