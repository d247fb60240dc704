import { EcosystemTrend } from "#components/ecosystem-trend";
import { FirstRun } from "#components/first-run";
import { count, Day, plural } from "#components/format";
import { HostFailures } from "#components/host-failures";
import { Ledger } from "#components/ledger";
import { Live } from "#components/live";
import { Opening } from "#components/opening";
import { ClosestTable, UnguardedTable } from "#components/overview-tables";
import { Counted, monthUrl } from "#components/rows";
import { Section } from "#components/section";
import { Signs } from "#components/signs";
import { Strip } from "#components/strip";
import { WorkList } from "#components/work";
import { ecosystem } from "#lib/queries/ecosystem";
import { health } from "#lib/queries/health";
import { overview } from "#lib/queries/overview";
import { context } from "./context";

export const dynamic = "force-dynamic";

export default async function Overview() {
  const { store, clock } = await context();
  const now = clock();
  const [view, { version, worker }] = await Promise.all([overview(store), health(store, now)]);
  const trend = ecosystem(store, now);
  const { tally, working, waiting, failures, lately, closest, unguarded } = view;
  const busy = tally.read < tally.tracked || working.length + waiting + failures.length > 0;
  const candidates = view.strip.filter((mark) => mark.group === "candidate").length;
  return (
    <>
      <div className="head">
        <div className="opening">
          <Opening tally={tally} />
          <Signs />
        </div>
        {tally.tracked > 0 && <Strip marks={view.strip} />}
        {view.shipped.asOf && (
          <p className="note">
            <Counted n={plural(view.shipped.count, "record")} href="/projects?q=is:shipped" /> came with this release,
            as of <Day date={view.shipped.asOf} now={now} />. Live reads take over project by project.
          </p>
        )}
      </div>
      {tally.read === 0 && (
        <Section id="start" title="First run" method="What is known, and what happens next." first>
          <FirstRun view={view} workerAlive={worker.alive} />
        </Section>
      )}
      {working.length > 0 && (
        <Section
          id="now"
          title="Now reading"
          method="Clone, fetch the files that a scan reads, read them."
          first={tally.read > 0}
        >
          <WorkList working={working} waiting={waiting} />
        </Section>
      )}
      {lately.length > 0 && (
        <Section
          id="lately"
          title="Lately"
          method="Newest first: changes by commit date, reads by clock."
          link={<a href="/activity">All activity</a>}
          first={working.length === 0}
        >
          <Ledger lines={lately} now={now} />
        </Section>
      )}
      {trend.length > 1 && (
        <Section
          id="trend"
          title="Through time"
          method={
            <>
              Of <Counted n={plural(trend.at(-1)?.known ?? 0, "project")} href={monthUrl(now)} /> whose history is
              recorded and which ship an extension. Earlier months have fewer.
            </>
          }
        >
          <EcosystemTrend moments={trend} />
        </Section>
      )}
      {closest.length > 0 && (
        <Section
          id="closest"
          title="Closest to ready"
          method="No static Python data of their own. What is left belongs to PyO3: its import policy and its caches."
          link={<a href="/projects?q=status:candidate">All {plural(candidates, "candidate")}</a>}
        >
          <ClosestTable lines={closest} now={now} />
        </Section>
      )}
      {unguarded.length > 0 && (
        <Section
          id="unguarded"
          title="Loads with no check"
          method="Legacy interpreters import these, although state is shared between interpreters."
          link={<a href="/projects?q=gate:no-check&sort=-critical">All {count(tally.legacyNoCheck)}</a>}
        >
          <UnguardedTable lines={unguarded} now={now} />
          <p className="note">
            That an import succeeds says nothing about what follows. From PyO3 0.28 on, flat modules have no check of
            their own; the code behind them did not become sound.
          </p>
        </Section>
      )}
      {failures.length > 0 && (
        <Section id="failing" title="Could not be read" method="By host and cause. What was read before stays.">
          <HostFailures failures={failures} now={now} />
        </Section>
      )}
      {busy && <Live url="/api/v1/projects" version={version} here="/" />}
    </>
  );
}
