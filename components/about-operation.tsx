import { plural } from "#components/format";

interface AboutOperationProps {
  syncEveryMinutes: number;
  versions: { subready: string; ruleset: string; facts: number; node: string };
  license: string;
}

/** Versions, privacy and sources of this installation. */
export function AboutOperation({ syncEveryMinutes, versions, license }: AboutOperationProps) {
  return (
    <div className="split">
      <div className="stack prose">
        <div>
          <h3>Privacy</h3>
          <p className="small q">
            No telemetry, no cookies, no fonts or scripts from elsewhere. The theme is kept in your browser. The only
            outgoing connections are git fetches of the tracked repositories, every {every(syncEveryMinutes)}.
          </p>
        </div>
        <div>
          <h3>Hostile input</h3>
          <p className="small q">
            Repositories are read as data: bare mirrors without hooks, submodules or large-file downloads. Nothing is
            checked out, built or run. Names and code are shown as text, shortened, without marks that reorder it.
          </p>
        </div>
        <div>
          <h3>Sources and licences</h3>
          <p className="small q">
            The rules are drawn from the source of CPython and PyO3 and from{" "}
            <a href="https://github.com/PyO3/pyo3/issues/3451">PyO3/pyo3#3451</a>. subready is under the {license}{" "}
            licence. Excerpts of code stay under the licence of the repository that they come from.
          </p>
        </div>
        <div>
          <h3>People</h3>
          <p className="small q">
            A finding is about code, never about its author. No issue, comment or pull request is made from here without
            a person.
          </p>
        </div>
      </div>
      <div className="aside">
        <dl className="kv">
          <Fact name="subready" value={versions.subready} />
          <Fact name="Ruleset" value={versions.ruleset} />
          <Fact name="Facts" value={`version ${versions.facts}`} />
          <Fact name="Node.js" value={versions.node} />
        </dl>
        <p className="small q spaced">
          The same figures as data: <a href="/api/v1/projects">JSON</a>, <a href="/api/health">health</a>. A project’s
          history is at <code>/api/v1/projects/…/history</code>, with <code>?format=csv</code> as a table; milestones
          are at <a href="/api/v1/milestones">/api/v1/milestones</a>, one of them at <code>/api/v1/milestones/M3</code>,
          and the same of each <a href="/api/v1/milestones/hazards">class of hazard</a>.
        </p>
      </div>
    </div>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <code>{value}</code>
      </dd>
    </div>
  );
}

function every(minutes: number): string {
  return minutes % 60 === 0 ? plural(minutes / 60, "hour") : plural(minutes, "minute");
}
