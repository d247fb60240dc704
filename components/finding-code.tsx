import { CodeFrame } from "#components/code-frame";
import { FindingEvidence } from "#components/finding-evidence";
import { FindingPlaces } from "#components/finding-places";
import { clean, shortSha } from "#components/format";
import { permalink } from "#components/line-link";
import type { Excerpt } from "#lib/commands/read-excerpt";
import type { FindingView } from "#lib/queries/finding";
import type { Site } from "#lib/scan/finding";

interface FindingCodeProps {
  view: FindingView;
  /** Which of the sites is shown. */
  place: number;
  excerpt: Excerpt;
}

/** The lines themselves, every other place, and what the rule saw there. */
export function FindingCode({ view, place, excerpt }: FindingCodeProps) {
  const site = view.sites[place];
  const sha = view.seenAt;
  return (
    <div className="split">
      <div>
        {site && <Frame view={view} site={site} sha={sha} excerpt={excerpt} />}
        {view.sites.length > 1 && (
          <FindingPlaces
            sites={view.sites}
            shown={place}
            hrefOf={(other) => `/projects/${view.project.slug}/findings/${view.id}?place=${other + 1}#code`}
            origin={view.project}
            sha={sha}
          />
        )}
      </div>
      <div className="aside">
        <FindingEvidence view={view} />
      </div>
    </div>
  );
}

function Frame({ view, site, sha, excerpt }: { view: FindingView; site: Site; sha: string | null; excerpt: Excerpt }) {
  const href = permalink(view.project, sha, site);
  const path = clean(site.path);
  const link = href && sha ? <a href={href}>{shortSha(sha)} on GitHub</a> : <span>{whence(view)}</span>;
  if (!excerpt.lines) {
    return (
      <div className="state-box">
        <p className="say">The lines cannot be shown here.</p>
        <p className="q">
          {excerpt.reason} The finding stands at{" "}
          <code>
            {path}:{site.line}
          </code>
          . {href ? <a href={href}>See it on GitHub</a> : "The next sync of the project brings the mirror back."}
        </p>
      </div>
    );
  }
  const first = excerpt.lines[0]?.number ?? site.line;
  const last = excerpt.lines.at(-1)?.number ?? site.line;
  return (
    <>
      <CodeFrame label={`${path} · ${first}–${last}`} link={link} lines={excerpt.lines} calm={isCalm(view)} />
      {excerpt.cut && <p className="note">The item goes on to line {site.endLine}.</p>}
    </>
  );
}

function isCalm({ severity }: FindingView): boolean {
  return severity !== "critical" && severity !== "blocker";
}

function whence({ project, seenAt }: FindingView): string {
  const sha = seenAt ? shortSha(seenAt) : "";
  return project.kind === "local" ? `${sha}, a local repository: no address` : sha;
}
