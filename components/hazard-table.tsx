import { Columns } from "#components/columns";
import { Breakable, clean, count, fileName, plural } from "#components/format";
import { SeverityMark } from "#components/marks";
import type { HazardLine, Place, RootCause } from "#lib/queries/project-hazards";
import type { Owner } from "#lib/scan/finding";

const OWNER_WORD: Record<Owner, string> = { crate: "crate", framework: "PyO3", dependency: "a dependency" };

/** Findings by rule: each row leads to its findings. */
export function HazardTable({ slug, hazards }: { slug: string; hazards: HazardLine[] }) {
  return (
    <table className="stackable packed">
      <caption className="sr">Findings by rule, severity and owner</caption>
      <Columns
        names={["Rule", "Severity", "Owner", "Findings", "Places", "Where, in source order"]}
        right={["Findings", "Places"]}
      />
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
              {count(line.findings)}
            </td>
            <td data-l="Places" className={line.places === line.findings ? "r q" : "r"}>
              {count(line.places)}
            </td>
            <td data-l="Where" className="wide">
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
  const rest = line.findings - line.first.length;
  return (
    <>
      {line.first.map((place, at) => (
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
  return (
    <a href={`/projects/${slug}/findings/${place.id}`} title={`${clean(place.path)}:${place.line}`}>
      <code>{clean(place.symbol, 48) || `${clean(fileName(place.path), 40)}:${place.line}`}</code>
    </a>
  );
}

const shownAtMost = 8;

/** Where the critical findings come from: one bar per thing to change. */
export function RootBars({ slug, roots }: { slug: string; roots: RootCause[] }) {
  const total = roots.reduce((sum, root) => sum + root.places, 0);
  const largest = roots[0]?.places ?? 1;
  const rest = roots.slice(shownAtMost);
  return (
    <div className="bars">
      {roots.slice(0, shownAtMost).map((root) => (
        <div className="row" key={root.root ?? root.path}>
          <div>
            <b>{root.root ? <code>{clean(root.root, 60)}</code> : clean(fileName(root.path), 60)}</b>
            <p className="ex">
              <code>
                <Breakable text={clean(root.path, 120)} />
              </code>
            </p>
          </div>
          <div>
            <div className="bar">
              <i className="u-hazard" style={{ width: `${Math.max(1.5, (root.places / largest) * 70)}%` }} />
              <b>{count(root.places)}</b>
              <span>of {count(total)}</span>
            </div>
            <p className="ex">
              {root.first.map((place, at) => (
                <span key={place.id}>
                  {at > 0 && ", "}
                  <PlaceLink slug={slug} place={place} />
                </span>
              ))}
              {root.findings > root.first.length && ` and ${count(root.findings - root.first.length)} more`}
              {`; ${root.rules.join(", ")}`}
              {root.moderate > 0 && `; plus ${count(root.moderate)} moderate`}.
            </p>
          </div>
        </div>
      ))}
      {rest.length > 0 && (
        <p className="note">
          {plural(rest.length, "more cause")} with{" "}
          {plural(
            rest.reduce((sum, root) => sum + root.findings, 0),
            "finding",
          )}
          . <a href={`/projects/${slug}/findings?group=root&severity=critical&owner=crate`}>All, by root cause</a>
        </p>
      )}
    </div>
  );
}
