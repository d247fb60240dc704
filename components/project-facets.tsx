import type { ReactNode } from "react";
import { FacetForm } from "#components/facet-form";
import { Figure } from "#components/format";
import { statusFace } from "#components/marks";
import { Icon } from "#components/sprite";
import { type FacetKey, type ProjectQuery, queryText } from "#lib/queries/project-query";
import type { ProjectFacets as Counts } from "#lib/queries/projects";
import type { Status } from "#lib/scan/report";

const FACETS: { key: FacetKey; title: string; word(value: string): ReactNode }[] = [
  { key: "gate", title: "Legacy gate", word: (value) => GATE_WORD[value] ?? value },
  { key: "own-gil", title: "Own-GIL gate", word: (value) => (value === "loads" ? "declared" : value) },
  { key: "status", title: "Hazard", word: (value) => <StatusLabel status={value as Status} /> },
  { key: "pyo3", title: "Binding", word: (value) => PYO3_WORD[value] ?? value },
  { key: "is", title: "State", word: (value) => STATE_WORD[value] ?? value },
  {
    key: "owner",
    title: "Critical or moderate, owned by",
    word: (value) => (value === "framework" ? "framework (PyO3)" : value),
  },
];

const GATE_WORD: Record<string, string> = {
  "no-check": "no check",
  loads: "loads, nothing shared",
  "first-only": "first only",
};
const STATE_WORD: Record<string, string> = {
  unread: "not read yet",
  unreadable: "could not be read",
  shipped: "came with this release",
  "guard-lost": "guard lost",
  changed: "changed lately",
};
const PYO3_WORD: Record<string, string> = {
  ">=0.28": "PyO3 ≥ 0.28",
  "0.20..0.27": "PyO3 0.20–0.27",
  "<=0.19": "PyO3 ≤ 0.19",
  none: "raw C API",
};
function StatusLabel({ status }: { status: Status }) {
  const { glyph, tone, word } = statusFace(status);
  return (
    <>
      {glyph && <Icon glyph={glyph} tone={tone} />} {word}
    </>
  );
}

/** Boxes for the parts of a query that have few values; what cannot be ticked travels along as text. */
export function ProjectFacets({ facets, query, sort }: { facets: Counts; query: ProjectQuery; sort: string | null }) {
  const rest = queryText({
    ...query,
    gate: [],
    "own-gil": [],
    status: [],
    is: [],
    owner: [],
    pyo3: free(facets, query),
  });
  return (
    <FacetForm chosen={queryText(query)}>
      {rest && <input type="hidden" name="q" value={rest} />}
      {sort && <input type="hidden" name="sort" value={sort} />}
      <div className="all">
        {FACETS.map(({ key, title, word }) => (
          <fieldset key={key}>
            <legend>{title}</legend>
            {facets[key].map(({ value, count: n }) => (
              <label key={value}>
                <input type="checkbox" name={key} value={value} defaultChecked={query[key].includes(value)} />
                <span>{word(value)}</span>
                <span className="n">
                  <Figure n={n} />
                </span>
              </label>
            ))}
          </fieldset>
        ))}
      </div>
      <p className="act">
        <button className="btn sm" type="submit">
          Apply
        </button>
        <a href="/projects">Clear</a>
      </p>
    </FacetForm>
  );
}

/** Versions that were typed and have no box. */
function free(facets: Counts, query: ProjectQuery): string[] {
  return query.pyo3.filter((value) => !facets.pyo3.some((choice) => choice.value === value));
}
