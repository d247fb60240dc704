/** What the whole site can and cannot say; `ruleset` is null until the first scan. */
export function Footer({ ruleset }: { ruleset: string | null }) {
  return (
    <footer className="foot">
      <div className="wrap cols3">
        <p>
          <b>What this can say.</b> “No known static hazard” at a commit, under a ruleset, with a coverage receipt. It
          cannot prove that a package behaves in a second interpreter.
        </p>
        <p>
          <b>Where the words come from.</b> <a href="/rules">Rules</a>
          {ruleset ? ` in ruleset ${ruleset}` : ""}, each with its examples, drawn from CPython’s and PyO3’s source and
          from <a href="https://github.com/PyO3/pyo3/issues/3451">PyO3/pyo3#3451</a>. Dates are UTC.
        </p>
        <p>
          <b>Yours to check.</b> Every figure has the same data as <a href="/api/v1/projects">JSON</a>. Nothing cloned
          is built or run. No issue is opened without a person.
        </p>
      </div>
    </footer>
  );
}
