import type { ReactNode } from "react";
import { ownerWord, scopeWords } from "#components/finding-words";
import { clean, Figure } from "#components/format";
import { SeverityMark } from "#components/marks";
import type { Facets, FacetValue } from "#lib/queries/finding-facets";
import { type FindingFilter, filterQuery, type Presence, readFindingFilter } from "#lib/queries/finding-filter";
import type { Owner, Scope, Severity } from "#lib/scan/finding";

/** Id of the one form that the text field, the facets and the hidden choices belong to. */
const form = "find-findings";
const shownAtOnce = 8;

/** The search field; submitting it also applies the facets. */
export function FindingSearch({ filter }: { filter: FindingFilter }) {
  return (
    <form id={form} className="qbar" method="get" aria-label="Find findings">
      <input
        type="search"
        name="q"
        defaultValue={filter.text}
        aria-label="Symbol, file, rule or condition"
        placeholder="symbol, file, rule or condition"
      />
      <button className="btn go" type="submit">
        Search
      </button>
      {filter.root && <input type="hidden" name="root" value={filter.root} />}
      {filter.at && <input type="hidden" name="at" value={filter.at} />}
      {filter.grouped && <input type="hidden" name="group" value="root" />}
      {(filter.sort !== "severity" || filter.descending) && (
        <input type="hidden" name="sort" value={`${filter.descending ? "-" : ""}${filter.sort}`} />
      )}
    </form>
  );
}

/** What can be narrowed down, with the number of findings behind each choice. */
export function FindingFacets({ facets, filter }: { facets: Facets; filter: FindingFilter }) {
  const { at, sort, descending, grouped } = filter;
  const every = { value: "any", count: total(facets.scope), chosen: filter.scope.length === 0 };
  const cleared = filterQuery({ ...readFindingFilter({}), at, sort, descending, grouped });
  return (
    <div className="all">
      <Facet name="severity" title="Severity" values={facets.severity} word={severityWord} />
      <Facet
        name="owner"
        title="Who would change it"
        values={facets.owner}
        word={(value) => ownerWord(value as Owner)}
      />
      <Facet name="state" title="At this commit" values={facets.presence} word={presenceWord} single />
      <Facet name="scope" title="Code of" values={[...facets.scope, every]} word={scopeWord} />
      <Facet name="rule" title="Rule" values={facets.rule} word={(value) => clean(value, 60)} />
      <Facet name="condition" title="Compiled" values={facets.condition} word={conditionWord} />
      {facets.crate.length > 1 && (
        <Facet name="crate" title="Crate" values={facets.crate} word={(value) => clean(value, 60)} />
      )}
      <p className="act">
        <button className="btn sm" type="submit" form={form}>
          Apply
        </button>
        <a href={cleared || "?"}>Clear</a>
      </p>
    </div>
  );
}

interface FacetProps {
  name: string;
  title: string;
  values: FacetValue[];
  word(value: string): ReactNode;
  /** One of them, not some of them. */
  single?: boolean;
}

function Facet({ name, title, values, word, single = false }: FacetProps) {
  const choice = (value: FacetValue) => (
    <label key={value.value}>
      <input
        type={single ? "radio" : "checkbox"}
        name={name}
        value={value.value}
        defaultChecked={value.chosen}
        form={form}
      />
      <span>{word(value.value)}</span>
      <span className="n">
        <Figure n={value.count} />
      </span>
    </label>
  );
  const rest = values.slice(shownAtOnce);
  return (
    <fieldset>
      <legend>{title}</legend>
      {values.slice(0, shownAtOnce).map(choice)}
      {rest.length > 0 && (
        <details open={rest.some((value) => value.chosen)}>
          <summary>{rest.length} more</summary>
          {rest.map(choice)}
        </details>
      )}
    </fieldset>
  );
}

function severityWord(value: string): ReactNode {
  return <SeverityMark severity={value as Severity} />;
}

function presenceWord(value: string): string {
  const words: Record<Presence, string> = {
    present: "present",
    counted: "counted in verdicts",
    allowed: "allowed in source",
    gone: "gone since",
    any: "all",
  };
  return words[value as Presence];
}

function scopeWord(value: string): string {
  return value === "any" ? "everything" : scopeWords[value as Scope];
}

function conditionWord(value: string): ReactNode {
  if (value === "none") return "always";
  return value === "some" ? "under a condition" : <code title={clean(value)}>{clean(value, 40)}</code>;
}

function total(values: FacetValue[]): number {
  return values.reduce((sum, value) => sum + value.count, 0);
}
