import { SeverityMark } from "#components/marks";
import { Words } from "#components/words";
import type { Severity } from "#lib/scan/finding";

const meanings: { severity: Severity; text: string }[] = [
  { severity: "blocker", text: "The declaration itself keeps the module out of some kind of interpreter." },
  {
    severity: "critical",
    text: "In a second interpreter, an object of the wrong interpreter, a corrupted count or a crash can be reached.",
  },
  {
    severity: "moderate",
    text: "Behaviour leaks between interpreters, or a crash needs a condition, or a person must look.",
  },
  { severity: "info", text: "A fact worth showing that counts for nothing." },
  { severity: "positive", text: "Evidence of readiness: state kept per module, support declared." },
];

/** Severity, owner, origin and identity: how a finding comes to say what it says. */
export function AboutHazards() {
  return (
    <div className="cols2">
      <div>
        <h3>Severity</h3>
        <dl className="kv">
          {meanings.map(({ severity, text }) => (
            <div key={severity}>
              <dt>
                <SeverityMark severity={severity} />
              </dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
        <p className="note">
          <Words text="Where a value comes from can lower it. `None`, builtin types such as `str`, and static exceptions have one address in every interpreter, so a static that keeps one is info. A type with one C copy per process, such as those of `datetime`, is moderate. Nothing is raised that way." />
        </p>
      </div>
      <div className="stack prose">
        <div>
          <h3>Owner</h3>
          <p className="small q">
            <Words text="A finding belongs to the crate, to PyO3 or to a dependency: to whoever would have to change. `#[pyclass]` makes a process-wide type object, and only PyO3 can change that. The numbers are never added up." />
          </p>
        </div>
        <div>
          <h3>What counts</h3>
          <p className="small q">
            Production code that CPython 3.12 or later can reach. Tests, benchmarks, examples, build scripts and
            vendored copies are kept and shown, and count for nothing.
          </p>
        </div>
        <div>
          <h3>Findings and places</h3>
          <p className="small q">
            A finding stands at one place, or at many when it groups the uses of one macro or type. Lists and filters
            count findings. Verdicts, and the figures in lists of projects, count places.
          </p>
        </div>
        <div>
          <h3>Identity</h3>
          <p className="small q">
            A finding is its rule, its crate, its place in the module tree, its symbol and its type. A new line or a new
            file is the same finding in a new place. When a rule changes, findings are reclassified: neither new nor
            fixed.
          </p>
        </div>
        <div>
          <h3>Holes</h3>
          <p className="small q">
            A file that cannot be read is a hole in the coverage receipt. A hole never closes a finding, and with too
            many holes the status becomes Unknown.
          </p>
        </div>
      </div>
    </div>
  );
}
