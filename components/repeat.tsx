import { clean, shortSha } from "#components/format";
import type { ProjectView, ScanView } from "#lib/queries/project";

/** The command that gives the same answer elsewhere, and the same data for programs. */
export function Repeat({ project, scan }: { project: ProjectView; scan: ScanView }) {
  const paths = project.paths.map((path) => ` --path ${quoted(path)}`).join("");
  const api = `/api/v1/projects/${project.slug}`;
  return (
    <div className="aside stack">
      <p>
        <b>Verify this.</b> The same answer on your machine:
      </p>
      <p className="mono small">
        <span className="command">
          npm run --silent subready -- scan {quoted(clean(project.source, 300))} --rev {shortSha(scan.sha)}
          {paths}
        </span>
      </p>
      <p className="small">
        <a href={api}>JSON</a> · <a href={`${api}/findings`}>Findings as JSON</a>
      </p>
    </div>
  );
}

/** As a shell takes it: bare when harmless, else in single quotes. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
