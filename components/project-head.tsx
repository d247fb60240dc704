import { Age, clean, Day, shortSha } from "#components/format";
import { commitUrl, ownerName, repositoryName, repositoryUrl } from "#components/source";
import type { ProjectView } from "#lib/queries/project";

/** Breadcrumb, name, and the line of facts. */
export function ProjectHead({ project, now }: { project: ProjectView; now: Date }) {
  const url = repositoryUrl(project);
  const name = repositoryName(project);
  const former = project.formerSources.at(-1);
  return (
    <div className="head">
      <nav className="crumb" aria-label="Breadcrumb">
        <a href="/projects">Projects</a> / {ownerName(project)} / {project.slug}
      </nav>
      <h1>{project.slug}</h1>
      <p className="facts">
        <span>
          <b>{url ? <a href={url}>{name}</a> : name}</b>
          {project.paths.length > 0 && (
            <>
              , crate <code>{clean(project.paths.join(", "), 160)}</code>
            </>
          )}
        </span>
        {former && (
          <span>
            formerly <b>{repositoryName({ ...project, source: former })}</b>
          </span>
        )}
        {project.pypi && (
          <span>
            on PyPI as <b>{clean(project.pypi, 80)}</b>
          </span>
        )}
        <ReadFacts project={project} now={now} />
      </p>
    </div>
  );
}

function ReadFacts({ project, now }: { project: ProjectView; now: Date }) {
  const { scan, answer, release, checkedAt } = project;
  if (!scan) return null;
  const commit = commitUrl(project, scan.sha);
  return (
    <>
      <span>
        {release && (
          <>
            release <b>{clean(release, 40)}</b> ·{" "}
          </>
        )}
        {commit ? (
          <a href={commit}>
            <code>{shortSha(scan.sha)}</code>
          </a>
        ) : (
          <code>{shortSha(scan.sha)}</code>
        )}{" "}
        · <Day date={scan.committedAt} now={now} />
      </span>
      {answer && <Binding answer={answer} />}
      <span>
        checked <b>{checkedAt && <Age date={checkedAt} now={now} suffix />}</b>
      </span>
    </>
  );
}

function Binding({ answer: { binding, pyo3Version, abi3 } }: { answer: NonNullable<ProjectView["answer"]> }) {
  if (!binding || binding === "none") return <span>no binding crate</span>;
  const raw = binding === "pyo3" ? "PyO3" : `raw ${binding}`;
  return (
    <>
      <span>
        <b>{`${raw} ${pyo3Version ? clean(pyo3Version, 24) : "of unknown version"}`}</b>
      </span>
      <span>{abi3 ? clean(abi3, 24) : "no abi3"}</span>
    </>
  );
}
