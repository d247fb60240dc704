import type { ReactNode } from "react";
import { GateMark, SeverityMark } from "#components/marks";
import { GateIcon } from "#components/sprite";
import { Words } from "#components/words";
import type { LegacyGate, OwnGilGate, Status } from "#lib/scan/report";
import type { Effect } from "#lib/scan/rule";

/** The kinds of interpreter, in the order in which every page names them. */
const interpreterKinds = {
  legacy: { name: "Legacy", hosts: "Py_NewInterpreter: mod_wsgi, ceph-mgr, Domoticz, jep" },
  ownGil: { name: "Own GIL", hosts: "concurrent.interpreters, InterpreterPoolExecutor" },
} as const;

interface EffectsTableProps {
  effects: { legacy: Effect; ownGil: Effect };
  /** What this project's import does there; the column is left out on a rule's page. */
  gate?: { legacy: LegacyGate; ownGil: OwnGilGate; status: Status; unguarded: boolean } | null;
}

const imports: Record<LegacyGate, string> = {
  loads: "Nothing stops the import.",
  "first-interpreter-only": "The first interpreter gets it, later ones an ImportError.",
  refused: "ImportError, before any of this code runs.",
  unknown: "The source does not tell.",
};

/** What a hazard does, by kind of interpreter; the gate and the hazard stay two columns. */
export function EffectsTable({ effects, gate }: EffectsTableProps) {
  return (
    <table className="matrix stackable">
      <thead>
        <tr>
          <th scope="col">Interpreter</th>
          {gate && <th scope="col">Gate: may it be imported?</th>}
          <th scope="col" className="wide">
            Hazard: what if it is?
          </th>
        </tr>
      </thead>
      <tbody>
        {(["legacy", "ownGil"] as const).map((kind) => (
          <tr key={kind}>
            <th scope="row">
              {interpreterKinds[kind].name}
              <span>
                <Words text={interpreterKinds[kind].hosts} />
              </span>
            </th>
            {gate && (
              <Cell
                label="Gate"
                mark={<GateMark gate={gate[kind]} status={gate.status} unguarded={isOpen(gate, kind)} />}
              >
                {imports[gate[kind]]}
              </Cell>
            )}
            <Cell label="Hazard" mark={<EffectMark severity={effects[kind].severity} />}>
              <Words text={effects[kind].text} cap={900} />
            </Cell>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function isOpen(gate: { unguarded: boolean }, kind: "legacy" | "ownGil"): boolean {
  return kind === "legacy" && gate.unguarded;
}

function Cell({ label, mark, children }: { label: string; mark: ReactNode; children: ReactNode }) {
  return (
    <td data-l={label}>
      <span className="w">{mark}</span>
      {children}
    </td>
  );
}

function EffectMark({ severity }: { severity: Effect["severity"] }) {
  if (severity === "refused") return <Plain glyph="refused">Refused first</Plain>;
  if (severity === "none") return <Plain glyph="none">Nothing of this</Plain>;
  return <SeverityMark severity={severity} />;
}

function Plain({ glyph, children }: { glyph: "refused" | "none"; children: string }) {
  return (
    <span className="mk">
      <GateIcon glyph={glyph} tone={glyph === "none" ? "inf" : "blk"} />
      {children}
    </span>
  );
}
