import { expect, test } from "vitest";
import { rules } from "#lib/rules/index";
import { extractFacts } from "#lib/scan/facts/extract";
import { planScan } from "#lib/scan/plan";
import { scan } from "#lib/scan/scan";

const MANIFEST = '[package]\nname = "demo"\nversion = "0.1.0"\n[dependencies]\npyo3 = "0.27"\n';
const CACHE = "static CACHE: std::sync::OnceLock<pyo3::Py<pyo3::PyAny>> = std::sync::OnceLock::new();";
const MODULE = "#[pyo3::pymodule]\nfn demo() {}\n";

function reportOf(text: string) {
  const files = new Map([["src/lib.rs", extractFacts(new TextEncoder().encode(text + MODULE))]]);
  const entries = ["Cargo.toml", "src/lib.rs"].map((path) => ({ path, oid: path }));
  const plan = planScan(entries, new Map([["Cargo.toml", MANIFEST]]), []);
  const source = { kind: "directory", location: "demo", commit: null, path: [] as string[] } as const;
  const spent = { readMs: 0, factsMs: 0 };
  return scan(
    { source: { ...source, path: [] }, plan, facts: files, holes: [], ruleset: "1", spent, now: () => 0 },
    rules,
  );
}

const cells = (text: string) => reportOf(text).findings.filter(({ slug }) => slug === "static-py-cell");
const remarks = (text: string) => reportOf(text).coverage.remarks.map(({ line, message }) => `${line} ${message}`);

test("an allowed finding is shown with its reason and counts for nothing", () => {
  const allowed = `// subready: allow(static-py-cell) cleared at exit\n${CACHE}\n`;
  expect(cells(allowed)).toMatchObject([{ suppressed: "cleared at exit", severity: "critical" }]);
  expect(reportOf(allowed).extensions[0]!.verdict.hazard.crate.critical).toBe(0);
  expect(reportOf(`${CACHE}\n`).extensions[0]!.verdict.hazard.crate.critical).toBe(1);
  expect(remarks(allowed)).toEqual([]);
});

test("only the rule that is named is allowed", () => {
  expect(cells(`// subready: allow(static-py-pointer) why\n${CACHE}\n`)).toMatchObject([{ suppressed: null }]);
});

test("a finding of several places needs each of them allowed", () => {
  const one = '// subready: allow(interned-string) hot\nfn a(py: Python) { pyo3::intern!(py, "a"); }\n';
  const two = 'fn b(py: Python) { pyo3::intern!(py, "b"); }\n';
  const interned = (text: string) => reportOf(text).findings.find(({ slug }) => slug === "interned-string");
  expect(interned(one + two)?.suppressed).toBeNull();
  expect(interned(one)?.suppressed).toBe("hot");
  expect(interned(one + two.replace(" }", " } // subready: allow(interned-string) hot"))?.suppressed).toBe("hot");
});

test("comments that allow nothing are told, and are no holes", () => {
  expect(remarks("// subready: allow(static-py-cell) gone long ago\nfn a() {}\n")).toEqual([
    expect.stringContaining("1 allows what is not found here any more"),
  ]);
  expect(remarks(`// subready: allow(static-py-cel) typo\n${CACHE}\n`)).toEqual([
    expect.stringContaining("no rule is called `static-py-cel`"),
  ]);
  expect(remarks(`// subready: allow(static-py-cell)\n${CACHE}\n`)).toEqual([
    expect.stringContaining("gives no reason"),
  ]);
  expect(cells(`// subready: allow(static-py-cell)\n${CACHE}\n`)).toMatchObject([{ suppressed: null }]);
  expect(reportOf("// subready: allow() why\nfn a() {}\n").coverage.problems).toEqual([]);
});
