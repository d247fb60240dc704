import type { ReactNode } from "react";
import { count, plural, shortSha } from "#components/format";
import { GateMark, SeverityMark } from "#components/marks";
import { legacySentence, ownGilSentence } from "#components/verdict-words";
import { asSentence, Words } from "#components/words";
import type { ExtensionView } from "#lib/queries/project";
import type { Severity } from "#lib/scan/finding";
import type { Verdict } from "#lib/scan/report";

interface VerdictPairProps {
  extension: ExtensionView;
  /** The commit that was read. */
  sha: string;
  ruleset: string;
}

/** The answer for each kind of interpreter: gate mark, one sentence, then declared, static, observed. */
export function VerdictPair({ extension, sha, ruleset }: VerdictPairProps) {
  const { name, verdict } = extension;
  const { status, gate, unguarded } = verdict;
  return (
    <div className="verdict">
      <Side
        id="legacy"
        title="Legacy interpreters"
        hosts="mod_wsgi, ceph-mgr, Domoticz, jep, uWSGI"
        mark={<GateMark gate={gate.legacy} status={status} unguarded={unguarded} big />}
        say={legacySentence(name, verdict)}
        declared={legacyDeclared(verdict)}
        found={<Hazards verdict={verdict} sha={sha} ruleset={ruleset} />}
      />
      <Side
        id="own-gil"
        title="Own-GIL interpreters"
        hosts="concurrent.interpreters, InterpreterPoolExecutor"
        mark={<GateMark gate={gate.ownGil} status={status} big />}
        say={ownGilSentence(name, verdict)}
        declared={verdict.because}
        found={ownGilFound(verdict) ?? <Hazards verdict={verdict} sha={sha} ruleset={ruleset} />}
      />
    </div>
  );
}

interface SideProps {
  id: string;
  title: string;
  hosts: string;
  mark: ReactNode;
  say: string;
  declared: string;
  found: ReactNode;
}

function Side({ id, title, hosts, mark, say, declared, found }: SideProps) {
  return (
    <section aria-labelledby={`v-${id}`}>
      <div className="kind">
        {mark}
        <div>
          <h2 id={`v-${id}`}>{title}</h2>
          <p>
            <Words text={hosts} />
          </p>
        </div>
      </div>
      <p className="say">
        <Words text={say} />
      </p>
      <dl className="axes">
        <div>
          <dt>Declared</dt>
          <dd>
            <Words text={asSentence(declared)} />
          </dd>
        </div>
        <div>
          <dt>Static</dt>
          <dd>{found}</dd>
        </div>
        <div>
          <dt>Observed</dt>
          <dd>Not probed. Source is read here, nothing is run.</dd>
        </div>
      </dl>
    </section>
  );
}

/** What a declaration is worth where CPython does not look at it. */
function legacyDeclared({ gate, gateOwner, because }: Verdict): string {
  if (gate.legacy !== "loads") return because;
  if (gate.ownGil === "loads")
    return "The declaration is not read here. CPython makes no import check in these interpreters.";
  if (gateOwner === "framework") return "Nothing that applies. PyO3 makes no check of its own for this module.";
  return "Nothing that applies. CPython skips the slot when `check_multi_interp_extensions` is 0.";
}

/** Behind a closed gate the same findings wait; they are not told twice. */
function ownGilFound({ gate, hazard }: Verdict): string | null {
  if (gate.ownGil !== "refused" || hazard.crate.critical === 0) return null;
  const same = `The same ${plural(hazard.crate.critical, "critical finding")}`;
  return `${same}, live only if the check is overridden for the process.`;
}

function Hazards({ verdict: { hazard }, sha, ruleset }: { verdict: Verdict; sha: string; ruleset: string }) {
  const own = (["critical", "moderate", "info"] as const).filter((severity) => hazard.crate[severity] > 0);
  const framework = hazard.framework.critical + hazard.framework.moderate + hazard.framework.info;
  const dependency = hazard.dependency.critical + hazard.dependency.moderate + hazard.dependency.info;
  if (hazard.crate.critical + hazard.crate.moderate + framework + dependency === 0) {
    return (
      <>
        No known static hazard at <code>{shortSha(sha)}</code>, ruleset {ruleset}.
      </>
    );
  }
  return (
    <>
      <span className="tally">
        {own.length === 0
          ? "None of its own."
          : own.map((severity) => <Own key={severity} severity={severity} n={hazard.crate[severity]} />)}
      </span>
      {framework > 0 && <span className="sub">and {count(framework)} that PyO3 owns</span>}
      {dependency > 0 && <span className="sub">, {count(dependency)} that a dependency owns</span>}
    </>
  );
}

function Own({ severity, n }: { severity: Severity; n: number }) {
  return (
    <SeverityMark severity={severity}>
      {count(n)} {severity}
    </SeverityMark>
  );
}
