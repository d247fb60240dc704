import type { Metadata } from "next";
import { cookies } from "next/headers";
import { clean, count, plural } from "#components/format";
import { Live } from "#components/live";
import { PageLinks } from "#components/page-links";
import { ProjectFacets } from "#components/project-facets";
import { ProjectTable } from "#components/project-table";
import { QueryBar } from "#components/query-bar";
import { Icon } from "#components/sprite";
import { health } from "#lib/queries/health";
import { parseQuery } from "#lib/queries/project-query";
import { projects } from "#lib/queries/projects";
import { context } from "../context";
import { changedAfter, staleBefore, visitCookie } from "../staleness";
import { addressOf, type Params, readAddress, sortParam } from "./address";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Projects" };

export default async function Projects({ searchParams }: { searchParams: Promise<Params> }) {
  const asked = readAddress(await searchParams);
  const { store, env, clock } = await context();
  const now = clock();
  const before = staleBefore(env, now);
  const visit = (await cookies()).get(visitCookie)?.value;
  const [view, { version, projects: counts }] = await Promise.all([
    projects(store, { ...asked, moments: { staleBefore: before, changedAfter: changedAfter(env, now, visit) } }),
    health(store, now),
  ]);
  const here = addressOf(asked);
  return (
    <>
      <div className="head tight">
        <h1>{plural(view.tracked, "tracked project")}</h1>
        <p className="dek">
          Gate says whether a module may be imported. Hazard says what happens if it is. They are read separately; a row
          can be refused and hazardous, or admitted and hazardous.
        </p>
      </div>
      <QueryBar
        query={view.query}
        sort={sortParam(asked)}
        views={view.views}
        rejected={asked.rejected.map((token) => clean(token, 60))}
        hrefOf={(query, sort) =>
          addressOf({ ...asked, query: parseQuery(query).query, page: 1, ...(sort && { sort, descending: false }) })
        }
      />
      <section className="sec with-facets results" aria-label="Results">
        <header className="facets" id="facets">
          <h2 className="sr">Facets</h2>
          <ProjectFacets facets={view.facets} query={asked.query} sort={sortParam(asked)} />
        </header>
        <div>
          {view.rows.length > 0 ? (
            <ProjectTable
              rows={view.rows}
              now={now}
              staleBefore={before}
              sort={asked.sort}
              descending={asked.descending}
              hrefOf={(sort, descending) => addressOf({ ...asked, sort, descending, page: 1 })}
            />
          ) : (
            <NoMatch query={view.query} tracked={view.tracked} read={counts.read} />
          )}
          {view.rows.length > 0 && <Legend shown={view.rows.length} matches={view.matches} />}
          <PageLinks
            name="Projects"
            page={view.page}
            pages={view.pages}
            hrefOf={(page) => addressOf({ ...asked, page })}
          />
          <p className="note">
            <a href={here.replace("/projects", "/api/v1/projects")}>The same as JSON</a>
          </p>
        </div>
      </section>
      {counts.working + counts.waiting + counts.failing > 0 && (
        <Live url="/api/v1/projects" version={version} here={here} />
      )}
    </>
  );
}

function NoMatch({ query, tracked, read }: { query: string; tracked: number; read: number }) {
  if (tracked === 0) {
    return (
      <div className="state-box">
        <p className="say">Nothing is tracked yet.</p>
        <p className="log">npm run --silent subready -- project add https://github.com/ijl/orjson</p>
      </div>
    );
  }
  return (
    <div className="state-box">
      <p className="say">No tracked project matches.</p>
      <p className="q">
        Query <code>{clean(query)}</code>, {plural(tracked, "project")} tracked, {count(read)} read, 0 matches.{" "}
        <a href="/projects">Remove the query</a>
      </p>
    </div>
  );
}

function Legend({ shown, matches }: { shown: number; matches: number }) {
  return (
    <p className="note">
      {count(shown)} of {count(matches)} shown. A vermilion bar at the left marks a project that legacy interpreters
      load with no check, over critical findings of its own. Crate and Framework count places in production code;
      “Framework” is what PyO3 owns: import policy, <code>#[pyclass]</code>, <code>intern!</code>,{" "}
      <code>create_exception!</code>. <Icon glyph="moderate" tone="mod" /> before an age: older than two turns of the
      schedule.
    </p>
  );
}
