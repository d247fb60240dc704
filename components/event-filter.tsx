const KINDS = ["appeared", "fixed", "regressed", "moved", "rejudged", "reclassified", "guard-lost", "guard-gained"];

/** Narrows a list of events down to one kind or one rule. */
export function EventFilter({ action, kind, rule }: { action: string; kind: string; rule: string }) {
  return (
    <form className="qbar slim" method="get" action={action}>
      <label>
        <span className="sr">Kind</span>
        <select name="kind" defaultValue={kind}>
          <option value="">Every kind</option>
          {KINDS.map((name) => (
            <option key={name} value={name}>
              {name.replace("-", " ")}
            </option>
          ))}
        </select>
      </label>
      <input type="search" name="rule" defaultValue={rule} aria-label="Rule" placeholder="rule, e.g. static-py-cell" />
      <button className="btn go" type="submit">
        Show
      </button>
    </form>
  );
}
