import { clean, count, plural } from "#components/format";
import { SeverityMark } from "#components/marks";
import type { HazardLine, Place, RootCause } from "#lib/queries/project-hazards";
import type { Owner } from "#lib/scan/finding";

const OWNER_WORD: Record<Owner, string> = { crate: "crate", framework: "PyO3", dependency: "a dependency" };

/** Findings by rule: each row leads to its findings. */
export function HazardTable({ slug, hazards }: { slug: string; hazards: HazardLine[] }) {
  return (
    <table className="stackable">
      <caption className="sr">Findings by rule, severity and owner</caption>
      <thead>
        <tr>
          <th scope="col">Rule</th>
          <th scope="col">Severity</th>
          <th scope="col">Owner</th>
          <th scope="col" className="r">
            Findings
          </th>
          <th scope="col">Where, in source order</th>
        </tr>
      </thead>
      <tbody>
        {hazards.map((line) => (
          <tr key={`${line.rule} ${line.severity} ${line.owner}`}>
            <td>
              <a className="name" href={hrefOf(slug, line)}>
                {line.slug}
              </a>
            </td>
            <td data-l="Severity">
              <SeverityMark severity={line.severity} />
            </td>
            <td data-l="Owner">
              <span className={line.owner === "crate" ? undefined : "q"}>{OWNER_WORD[line.owner]}</span>
            </td>
            <td data-l="Findings" className="r">
              {count(line.count)}
              {line.sites > line.count && <span className="under">in {count(line.sites)} places</span>}
            </td>
            <td data-l="Where">
              <Where slug={slug} line={line} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function hrefOf(slug: string, { slug: rule, severity, owner }: HazardLine): string {
  return `/projects/${slug}/findings?${new URLSearchParams({ rule, severity, owner })}`;
}

function Where({ slug, line }: { slug: string; line: HazardLine }) {
  const rest = line.count - line.places.length;
  return (
    <>
      {line.places.map((place, at) => (
        <span key={place.id}>
          {at > 0 && ", "}
          <PlaceLink slug={slug} place={place} />
        </span>
      ))}
      {rest > 0 && (
        <span className="q">
          {" "}
          and {count(rest)} more{line.files > 1 && ` in ${plural(line.files, "file")}`}
        </span>
      )}
    </>
  );
}

function PlaceLink({ slug, place }: { slug: string; place: Place }) {
  const file = place.path.slice(place.path.lastIndexOf("/") + 1);
  return (
    <a href={`/projects/${slug}/findings/${place.id}`} title={`${clean(place.path)}:${place.line}`}>
      <code>{clean(place.symbol, 48) || `${clean(file, 40)}:${place.line}`}</code>
    </a>
  );
}

const shownAtMost = 8;

/** Where the critical findings come from: one bar per thing to change. */
export function RootBars({ slug, roots }: { slug: string; roots: RootCause[] }) {
  const total = roots.reduce((sum, root) => sum + root.count, 0);
  const largest = roots[0]?.count ?? 1;
  const rest = roots.slice(shownAtMost);
  return (
    <div className="bars">
      {roots.slice(0, shownAtMost).map((root) => (
        <div className="row" key={root.root ?? root.path}>
          <div>
            <b>{root.root ? <code>{clean(root.root, 60)}</code> : clean(fileName(root.path), 60)}</b>
            <p className="ex">
              <code>{clean(root.path, 120)}</code>
            </p>
          </div>
          <div>
            <div className="bar">
              <i className="u-hazard" style={{ width: `${Math.max(1.5, (root.count / largest) * 70)}%` }} />
              <b>{count(root.count)}</b>
              <span>of {count(total)}</span>
            </div>
            <p className="ex">
              {root.places.map((place, at) => (
                <span key={place.id}>
                  {at > 0 && ", "}
                  <PlaceLink slug={slug} place={place} />
                </span>
              ))}
              {root.count > root.places.length && ` and ${count(root.count - root.places.length)} more`}
              {`; ${root.rules.join(", ")}`}
              {root.moderate > 0 && `; plus ${count(root.moderate)} moderate`}.
            </p>
          </div>
        </div>
      ))}
      {rest.length > 0 && (
        <p className="note">
          {plural(rest.length, "more place")} with{" "}
          {plural(
            rest.reduce((sum, root) => sum + root.count, 0),
            "finding",
          )}
          . <a href={`/projects/${slug}/findings?group=root&severity=critical&owner=crate`}>All, by root cause</a>
        </p>
      )}
    </div>
  );
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
