import { Columns } from "#components/columns";
import { bytes, clean, count, plural } from "#components/format";
import type { ScanView } from "#lib/queries/project";

const shownAtMost = 50;

/** What was read, the holes, and the time it took; dotted leaders, three blocks. */
export function Receipt({ scan }: { scan: ScanView }) {
  const { timing } = scan;
  const whole = (ms: number) => count(Math.round(ms));
  return (
    <dl className="receipt">
      <Line name="commit">
        <span title={scan.sha}>{scan.sha.slice(0, 20)}</span>
      </Line>
      <Line name="ruleset">{scan.ruleset}</Line>
      <Line name="Rust files read">
        {count(scan.parsed)} of {count(scan.files)}
      </Line>
      <Line name="bytes">
        <span title={bytes(scan.bytes)}>{count(scan.bytes)}</span>
      </Line>
      <Line name="problems" part>
        {count(scan.problems.length)}
      </Line>
      {scan.remarks.length > 0 && <Line name="comments that allow nothing">{count(scan.remarks.length)}</Line>}
      {scan.opaque.length > 0 && (
        <Line name="statics whose type could not be followed">
          <a href="#opaque">{count(scan.opaque.length)}</a>
        </Line>
      )}
      {scan.unscanned.slice(0, shownAtMost).map((what) => {
        const [place, amount] = split(clean(what, 120));
        return (
          <Line key={what} name={`not scanned: ${place}`}>
            {amount}
          </Line>
        );
      })}
      <Line name="tests, benches, build.rs">kept, not scored</Line>
      {/* A record that came with the release was read elsewhere, and how long that took is not told. */}
      {timing.totalMs > 0 && (
        <Line name="read · facts · model · rules" part>
          {`${whole(timing.readMs)} · ${whole(timing.factsMs)} · ${whole(timing.modelMs)} · ${whole(timing.rulesMs)} ms`}
        </Line>
      )}
    </dl>
  );
}

function Line({ name, part = false, children }: { name: string; part?: boolean; children: React.ReactNode }) {
  return (
    <div className={part ? "part" : undefined}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** “include/yyjson: 2 C files” as place and amount. */
function split(what: string): [string, string] {
  const at = what.lastIndexOf(": ");
  return at < 0 ? [what, "present"] : [what.slice(0, at), what.slice(at + 2)];
}

/** Comments in the source that were meant to allow a finding and do not. */
export function Remarks({ remarks }: { remarks: ScanView["remarks"] }) {
  return (
    <div className="state-box">
      <p className="say">
        {plural(remarks.length, "comment")} in the source {remarks.length === 1 ? "allows" : "allow"} nothing.
      </p>
      <ul>
        {remarks.slice(0, shownAtMost).map(({ path, line, message }) => (
          <li key={`${path}:${line}`}>
            <code>{clean(`${path}:${line}`, 200)}</code> {clean(message, 200)}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Statics that are neither findings nor clean, behind one line that opens. */
export function OpaqueStatics({ statics }: { statics: ScanView["opaque"] }) {
  return (
    <details className="state-box">
      <summary>{plural(statics.length, "static")} whose type could not be followed</summary>
      <table className="stackable">
        <Columns names={["Static", "Place", "What hides it"]} right={[]} />
        <tbody>
          {statics.slice(0, shownAtMost).map(({ crate, path, line, name, type, why }) => (
            <tr key={`${path}:${line} ${name}`}>
              <td title={clean(type, 200)}>
                <code>{clean(name, 80)}</code>
              </td>
              <td data-l="Place" title={clean(crate, 80)}>
                <code>{clean(`${path}:${line}`, 200)}</code>
              </td>
              <td data-l="What hides it">{clean(why, 200)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <NotShown of={statics.length} what="more static" />
    </details>
  );
}

function NotShown({ of, what }: { of: number; what: string }) {
  if (of <= shownAtMost) return null;
  return <p className="note">{plural(of - shownAtMost, what)} not shown here; the JSON has them all.</p>;
}

/** The holes, one by one. */
export function Problems({ problems, files }: { problems: ScanView["problems"]; files: number }) {
  const holes = new Set(problems.map((problem) => problem.path)).size;
  return (
    <div className="state-box">
      <p className="say">
        {count(holes)} of {plural(files, "file")} could not be read in full, so this verdict has{" "}
        {holes === 1 ? "a hole" : "holes"}.
      </p>
      <p className="q">
        Findings in {holes === 1 ? "this file" : "these files"} are kept as they were at the last commit that could be
        read. Nothing is marked fixed.
      </p>
      <table className="stackable">
        <Columns names={["File", "Line", "Problem"]} right={["Line"]} />
        <tbody>
          {problems.slice(0, shownAtMost).map((problem) => (
            <tr key={`${problem.path}:${problem.line} ${problem.message}`}>
              <td>
                <code>{clean(problem.path, 200)}</code>
              </td>
              <td className="r" data-l="Line">
                {count(problem.line)}
              </td>
              <td data-l="Problem">{clean(problem.message, 200)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <NotShown of={problems.length} what="more problem" />
    </div>
  );
}
