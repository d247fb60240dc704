import type { ReactNode } from "react";
import { Age, clean, count, Figure } from "#components/format";
import { GateMark, SeverityMark, StatusMark } from "#components/marks";
import { repositoryName } from "#components/source";
import { Icon } from "#components/sprite";
import { asSentence, Words } from "#components/words";
import type { Answer, ProjectLine, ProjectState } from "#lib/queries/project-line";
import type { ProjectSort } from "#lib/queries/projects";

interface ProjectTableProps {
  rows: ProjectLine[];
  now: Date;
  staleBefore: Date;
  sort: ProjectSort;
  descending: boolean;
  hrefOf(sort: ProjectSort, descending: boolean): string;
}

export function ProjectTable(props: ProjectTableProps) {
  const { rows, now, staleBefore } = props;
  return (
    <table className="stackable ptable">
      <caption className="sr">Tracked projects: gate, then hazard</caption>
      <thead>
        <tr className="span">
          <td />
          <th colSpan={2} scope="colgroup">
            Gate: may it be imported?
          </th>
          <th colSpan={4} scope="colgroup" className="ax2">
            Hazard: what if it is?
          </th>
          <td colSpan={2} />
        </tr>
        <tr>
          <Head {...props} name="name">
            Project
          </Head>
          <Head {...props} name="gate">
            Legacy
          </Head>
          <Head {...props} name="own-gil">
            Own GIL
          </Head>
          <Head {...props} name="status" className="ax2">
            Status
          </Head>
          <Head {...props} name="critical" className="r" largestFirst>
            Crate <Icon glyph="critical" tone="crit" />
            <span className="sr">critical</span>
          </Head>
          <Head {...props} name="moderate" className="r" largestFirst>
            Crate <Icon glyph="moderate" tone="mod" />
            <span className="sr">moderate</span>
          </Head>
          <Head {...props} name="framework" className="r" largestFirst>
            Framework
          </Head>
          <Head {...props} name="pyo3">
            PyO3
          </Head>
          <Head {...props} name="checked" className="r" largestFirst>
            Checked
          </Head>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.slug} row={row} now={now} staleBefore={staleBefore} />
        ))}
      </tbody>
    </table>
  );
}

interface HeadProps extends ProjectTableProps {
  name: ProjectSort;
  className?: string;
  /** A first click puts the largest on top. */
  largestFirst?: boolean;
  children: ReactNode;
}

function Head({ name, className, largestFirst = false, sort, descending, hrefOf, children }: HeadProps) {
  const chosen = sort === name;
  const next = chosen ? !descending : largestFirst;
  return (
    <th scope="col" className={className} aria-sort={chosen ? (descending ? "descending" : "ascending") : undefined}>
      <a href={hrefOf(name, next)}>
        {children}
        {chosen && <span aria-hidden="true">{descending ? " ↓" : " ↑"}</span>}
      </a>
    </th>
  );
}

function Row({ row, now, staleBefore }: { row: ProjectLine; now: Date; staleBefore: Date }) {
  const hot = row.answer?.unguarded && row.answer.crateCritical > 0;
  return (
    <tr className={hot ? "hot" : undefined}>
      <td>
        <a className="name" href={`/projects/${row.slug}`}>
          {row.slug}
        </a>
        <span className="under" title={clean(row.source)}>
          {repositoryName(row)}
        </span>
      </td>
      {row.answer ? (
        <AnswerCells answer={row.answer} />
      ) : (
        <td colSpan={7} className="whole q">
          <Unread row={row} />
        </td>
      )}
      <td className="r" data-l="Checked" data-s="checked">
        {row.checkedAt && (
          <Checked at={row.checkedAt} now={now} stale={!row.archivedAt && row.checkedAt < staleBefore} />
        )}
        {row.answer && (row.state === "reading" || row.state === "cloning") && (
          <span className="under">{STATE_WORD[row.state]} now</span>
        )}
        {row.answer && row.failure && <span className="under">last try failed</span>}
      </td>
    </tr>
  );
}

function AnswerCells({ answer }: { answer: Answer }) {
  const { status } = answer;
  return (
    <>
      <td data-l="Legacy gate" data-s="legacy">
        <GateMark gate={answer.gateLegacy} status={status} unguarded={answer.unguarded} />
      </td>
      <td data-l="Own-GIL gate" data-s="own GIL">
        <GateMark gate={answer.gateOwnGil} status={status} />
      </td>
      <td className="ax2" data-l="Hazard" data-s="">
        <StatusMark status={status} />
      </td>
      <td className="r" data-l="Crate, critical" data-s="critical">
        <Counted severity="critical" n={answer.crateCritical} />
      </td>
      <td className="r" data-l="Crate, moderate" data-s="moderate">
        <Counted severity="moderate" n={answer.crateModerate} />
      </td>
      <td className="r" data-l="Framework" data-s="framework">
        <Figure n={answer.framework} />
      </td>
      <td data-l="PyO3" data-s="PyO3">
        <Pyo3 answer={answer} />
      </td>
    </>
  );
}

/** The mark takes the colour, the figure stays ink; a zero has neither. */
function Counted({ severity, n }: { severity: "critical" | "moderate"; n: number }) {
  if (n === 0) return <Figure n={0} />;
  return (
    <SeverityMark severity={severity}>
      <span className="word">{count(n)}</span>
    </SeverityMark>
  );
}

const BINDING: Record<string, string> = {
  "pyo3-ffi": "raw pyo3-ffi",
  cpython: "rust-cpython",
  "python3-sys": "raw python3-sys",
  none: "no Rust binding crate",
};

export function Pyo3({ answer }: { answer: Answer }) {
  const { binding, pyo3Version, abi3 } = answer;
  const version = pyo3Version ? clean(pyo3Version, 24) : binding === "pyo3" ? "unknown" : "none";
  const under = [binding && BINDING[binding], abi3 && clean(abi3, 24)].filter(Boolean).join(", ");
  return (
    <>
      <span className="mono nw">{binding === "pyo3-ffi" && pyo3Version ? `ffi ${version}` : version}</span>
      {under && <span className="under">{under}</span>}
    </>
  );
}

function Checked({ at, now, stale }: { at: Date; now: Date; stale: boolean }) {
  if (!stale) return <Age date={at} now={now} />;
  return (
    <span className="mk mod">
      <Icon glyph="moderate" />
      <Age date={at} now={now} />
      <span className="sr">, stale</span>
    </span>
  );
}

const STATE_WORD: Record<ProjectState, string> = {
  waiting: "Waiting",
  cloning: "Cloning",
  reading: "Reading",
  ready: "Ready",
  failed: "Failed",
};

function Unread({ row: { state, failure, progress } }: { row: ProjectLine }) {
  if (failure && state === "failed") {
    return (
      <>
        <span className="mk mod">
          <Icon glyph="moderate" />
          <span className="state">Not read</span>
        </span>{" "}
        <Words text={asSentence(failure.message)} cap={160} />
      </>
    );
  }
  if (state === "waiting") return <>Waiting for its first read</>;
  if (state === "reading" && !progress) return <>Fetched; waits to be read</>;
  const share = progress && progress.total > 0 ? `, ${Math.floor((progress.done / progress.total) * 100)} %` : "";
  return <>{`${STATE_WORD[state]} for the first time${share}`}</>;
}
