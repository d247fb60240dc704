import fc from "fast-check";
import { expect, test } from "vitest";
import { rules } from "#lib/rules/index";
import { extractFacts } from "#lib/scan/facts/extract";
import type { FileFacts } from "#lib/scan/facts/facts";
import { type ManifestFacts, readManifest } from "#lib/scan/model/manifest";
import { MovingTree } from "#lib/scan/moving-tree";
import { planScan } from "#lib/scan/plan";
import { scan } from "#lib/scan/scan";
import { SuccessiveScan } from "#lib/scan/successive";
import { isManifest } from "#lib/scan/wanted";

const crate = (name: string, version: string) =>
  `[package]\nname = "${name}"\n[dependencies]\npyo3-ffi = "${version}"\n`;
const pointer = (name: string) => `static mut ${name}: *mut pyo3_ffi::PyObject = std::ptr::null_mut();`;

const ALLOWED = `// subready: allow(static-py-pointer) cleared at exit\n${pointer("A")}`;
// Few paths and contents, so that files come back, swap and say the same on other lines.
const RUST = [
  "",
  "mod a;\nmod b;",
  pointer("A"),
  `\n\n${pointer("A")}`,
  `${pointer("A")}\n${pointer("B")}`,
  "fn f( {",
  ALLOWED,
  `\n${ALLOWED}`,
  ALLOWED.replace("\n", "\n\n"),
];
const PATHS = ["src/a.rs", "src/b.rs", "src/lib.rs", "src.rs", "sub/src/lib.rs", "tests/it.rs"];
const rust = fc.tuple(fc.constantFrom(...PATHS), fc.option(fc.constantFrom(...RUST)));
const manifest = fc.tuple(
  fc.constantFrom("Cargo.toml", "sub/Cargo.toml"),
  fc.option(fc.constantFrom(crate("one", "0.27"), crate("one", "0.28"), crate("two", "0.28"), "[broken")),
);
const commit = fc.uniqueArray(fc.oneof({ weight: 4, arbitrary: rust }, manifest), {
  selector: ([path]) => path,
  maxLength: 4,
});
const history = fc.array(commit, { minLength: 1, maxLength: 8 });

const facts = new Map<string, FileFacts>();
const manifests = new Map<string, ManifestFacts>();
const encoder = new TextEncoder();

/** For a test a text is its own blob id. */
function learn(path: string, text: string): void {
  if (isManifest(path)) manifests.set(text, readManifest(path, text));
  else facts.set(text, extractFacts(encoder.encode(text)));
}

const source = { kind: "git", location: "/demo", commit: null, path: [] } as const;
const common = { source: { ...source, path: [] }, facts, ruleset: "1" };

/** What is left of a report without the lines. */
const said = (report: ReturnType<typeof scan> | null) =>
  JSON.stringify(report, (name, value) => (/^(line|endLine|column|bytes|sites)$/.test(name) ? null : value));

test("step by step it says what a scan of each tree says, and is silent only when that differs in nothing but lines", () => {
  fc.assert(
    fc.property(history, (commits) => {
      const tree = new MovingTree(manifests, []);
      const scanner = new SuccessiveScan(rules, "1");
      const files = new Map<string, string>();
      let before = "";
      for (const changes of commits) {
        for (const [path, text] of changes) {
          if (text === null) files.delete(path);
          else {
            learn(path, text);
            files.set(path, text);
          }
        }
        const entries = [...files].map(([path, oid]) => ({ path, oid })).sort((a, b) => (a.path < b.path ? -1 : 1));
        const texts = new Map(entries.flatMap(({ path, oid }) => (isManifest(path) ? [[path, oid] as const] : [])));
        const spent = { readMs: 0, factsMs: 0 };
        const whole = scan({ ...common, plan: planScan(entries, texts, []), holes: [], spent, now: () => 0 }, rules);

        const plan = tree.step(changes.map(([path, oid]) => ({ path, oid })));
        const differs = scanner.step({ ...common, plan, holes: new Map() });
        if (!differs) expect(said(whole)).toEqual(before);
        expect(scanner.report()).toEqual(whole);
        before = said(whole);
      }
    }),
    { numRuns: 300 },
  );
});

test("a blob that could not be read is a hole in the coverage", () => {
  const plan = planScan(
    [
      { path: "Cargo.toml", oid: "m" },
      { path: "src/lib.rs", oid: "gone" },
    ],
    new Map([["Cargo.toml", crate("one", "0.28")]]),
    [],
  );
  const step = { ...common, plan, holes: new Map([["gone", "it is missing"]]) };
  const scanner = new SuccessiveScan(rules, "1");
  scanner.step(step);
  expect(scanner.report()?.coverage).toMatchObject({
    files: 1,
    parsed: 0,
    problems: [{ path: "src/lib.rs", line: 1, message: "it is missing" }],
  });
});
