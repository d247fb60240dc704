import type { ReactNode } from "react";
import { clean, Day } from "#components/format";
import { quoted } from "#components/repeat";
import type { Missing } from "#lib/queries/missing";

/** In place of a page that is not there: what was asked for, why it may be gone, where to go. */
export function MissingPage({ missing, now }: { missing: Missing | null; now: Date }) {
  if (missing?.what === "removed") return <Removed project={missing} now={now} />;
  if (missing?.what === "project") {
    return (
      <Absent crumb={PROJECTS} title={`No tracked project is called “${clean(missing.name, 80)}”.`}>
        It may be tracked under another name, or not yet. Any repository can be added.
        <Command text="project add https://github.com/owner/name" />
      </Absent>
    );
  }
  if (missing?.what === "finding") {
    return (
      <Absent
        crumb={
          <>
            {PROJECTS} / <a href={`/projects/${missing.name}`}>{missing.name}</a> / Findings
          </>
        }
        title={`No finding of ${clean(missing.name, 80)} has this address.`}
      >
        A finding keeps its address, also after it was fixed. This one was never recorded here.
      </Absent>
    );
  }
  if (missing?.what === "rule") {
    return (
      <Absent crumb={<a href="/rules">Rules</a>} title={`No rule is called “${clean(missing.name, 80)}”.`}>
        A rule is found by its name or by its code, such as SI-010. Codes never change their meaning.
      </Absent>
    );
  }
  if (missing?.what === "milestone") {
    return (
      <Absent
        crumb={<a href="/milestones">Milestones</a>}
        title={`No milestone is called “${clean(missing.name, 80)}”.`}
      >
        There are six: M1 to M6, in the order of PyO3's tracking issue.
      </Absent>
    );
  }
  return (
    <Absent title="There is nothing at this address.">Projects, findings, rules and milestones keep theirs.</Absent>
  );
}

const PROJECTS = <a href="/projects">Projects</a>;

function Absent({ crumb, title, children }: { crumb?: ReactNode; title: string; children: ReactNode }) {
  return (
    <div className="head">
      {crumb && <p className="crumb">{crumb}</p>}
      <h1>{title}</h1>
      <div className="dek">{children}</div>
      <p className="act">
        <a className="btn go sm" href="/projects">
          All projects
        </a>
        <a className="btn sm" href="/rules">
          All rules
        </a>
      </p>
    </div>
  );
}

function Removed({ project, now }: { project: Extract<Missing, { what: "removed" }>; now: Date }) {
  return (
    <Absent
      crumb={
        <>
          {PROJECTS} / {project.name}
        </>
      }
      title={`${clean(project.name, 80)} is no longer tracked.`}
    >
      It was removed on <Day date={project.at} now={now} />. What was recorded until then is kept: its findings have
      their addresses, and all of it comes back when the project is tracked again.
      <Command text={`project add ${quoted(clean(project.source))}`} />
    </Absent>
  );
}

function Command({ text }: { text: string }) {
  return <p className="log">npm run --silent subready -- {text}</p>;
}
