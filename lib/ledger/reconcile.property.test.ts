import fc from "fast-check";
import { expect, test } from "vitest";
import { type Change, type Known, reconcile } from "#lib/ledger/reconcile";
import { testCoverage, testFinding, testKnown } from "#lib/ledger/test-finding";
import type { Finding } from "#lib/scan/finding";

// Few names and files, so that namesakes and collisions are common.
const finding = fc
  .record({
    rule: fc.constantFrom("SI-010", "SI-020"),
    symbol: fc.constantFrom("A", "B", "C"),
    path: fc.constantFrom("src/a.rs", "src/b.rs", "src/c.rs"),
    shape: fc.constantFrom("", "Cell", "Cells"),
    line: fc.integer({ min: 1, max: 9 }),
  })
  .map((said) => testFinding({ ...said, evidence: said.shape ? { type: said.shape } : {} }));
const findings = fc.uniqueArray(finding, { selector: ({ fingerprint }) => fingerprint, maxLength: 12 });
const past = fc.constantFrom<Partial<Known>>({}, { present: false, everFixed: true }, { everFixed: true });
const known = findings.chain((all) =>
  fc.tuple(...all.map((one) => past.map((said) => testKnown(one, said)))).map((entries): Known[] => entries),
);
const unreadable = fc.subarray(["src/a.rs", "src/b.rs", "src/c.rs"]);

const ordinary = (before: Known[], seen: Finding[], holes: string[] = []) =>
  reconcile(before, seen, testCoverage(holes), false, false);
const kindsOf = (changes: Change[]) => new Set(changes.map(({ kind }) => kind));
const texts = (changes: Change[]) => changes.map((change) => JSON.stringify(change)).sort();
const check = (property: fc.IRawProperty<unknown>) => fc.assert(property, { numRuns: 500 });

test("nothing changes when nothing changed", () => {
  check(
    fc.property(findings, unreadable, (all, holes) => {
      const changes = ordinary(
        all.map((one) => testKnown(one)),
        all,
        holes,
      );
      expect(changes).toHaveLength(all.length);
      expect([...kindsOf(changes)].filter((kind) => kind !== "unchanged")).toEqual([]);
    }),
  );
});

test("every finding that was present and every one that is seen is in exactly one change", () => {
  check(
    fc.property(known, findings, unreadable, fc.boolean(), (before, seen, holes, rulesetChanged) => {
      const changes = reconcile(before, seen, testCoverage(holes), rulesetChanged, false);
      const told = new Set(changes.map(({ fingerprint }) => fingerprint));
      expect(told.size).toBe(changes.length);
      expect(before.filter(({ present, fingerprint }) => present && !told.has(fingerprint))).toEqual([]);
      const carried = changes.flatMap((change) => change.finding ?? []);
      expect(new Set(carried)).toEqual(new Set(seen));
      expect(carried).toHaveLength(seen.length);
    }),
  );
});

test("a pure move is neither fixed nor appeared", () => {
  const named = fc.uniqueArray(finding, { selector: ({ rule, symbol }) => rule + symbol });
  check(
    fc.property(named, (all) => {
      const moved = all.map(({ rule, symbol }) => testFinding({ rule, symbol, path: "src/new.rs" }));
      const changes = ordinary(
        all.map((one) => testKnown(one)),
        moved,
      );
      expect(changes.map(({ kind }) => kind)).toEqual(all.map(() => "moved"));
      expect(changes.map(({ fingerprint }) => fingerprint)).toEqual(all.map(({ fingerprint }) => fingerprint));
    }),
  );
});

test("a symbol renamed alone in its module is neither fixed nor appeared", () => {
  const typed = fc.uniqueArray(finding, { selector: ({ rule, item, evidence }) => rule + item + evidence.type });
  check(
    fc.property(typed, (all) => {
      const known = all.filter(({ evidence }) => evidence.type);
      const seen = known.map((one) => ({ ...one, symbol: `NEW_${one.symbol}`, fingerprint: `new ${one.fingerprint}` }));
      const changes = ordinary(
        known.map((one) => testKnown(one)),
        seen,
      );
      expect(changes.map(({ kind, from }) => [kind, from?.symbol])).toEqual(
        known.map(({ symbol }) => ["moved", symbol]),
      );
    }),
  );
});

test("every move leads from a finding that went to one of the same rule and crate", () => {
  check(
    fc.property(known, findings, (before, seen) => {
      const known = new Map(before.map((one) => [one.fingerprint, one]));
      for (const { kind, fingerprint, finding: now } of ordinary(before, seen)) {
        if (kind !== "moved") continue;
        const was = known.get(fingerprint)!;
        expect([was.present, was.rule, was.crate]).toEqual([true, now?.rule, now?.crate]);
        if (was.symbol !== now?.symbol) expect(was.evidence.type).toBeTypeOf("string");
      }
    }),
  );
});

test("an unreadable file fixes nothing", () => {
  check(
    fc.property(known, findings, unreadable, (before, seen, holes) => {
      const fixed = ordinary(before, seen, holes).filter(({ kind }) => kind === "fixed");
      const paths = new Map(before.map(({ fingerprint, sites }) => [fingerprint, sites[0]?.path ?? ""]));
      expect(fixed.filter(({ fingerprint }) => holes.includes(paths.get(fingerprint)!))).toEqual([]);
    }),
  );
});

test("the order of findings is irrelevant", () => {
  check(
    fc.property(known, findings, unreadable, (before, seen, holes) => {
      const one = ordinary(before, seen, holes);
      const other = ordinary(before.toReversed(), seen.toReversed(), holes);
      expect(texts(other)).toEqual(texts(one));
    }),
  );
});

test("under a new ruleset nothing appears, is fixed or regresses", () => {
  check(
    fc.property(known, findings, unreadable, (before, seen, holes) => {
      const kinds = kindsOf(reconcile(before, seen, testCoverage(holes), true, false));
      expect([...kinds].filter((kind) => ["appeared", "fixed", "regressed"].includes(kind))).toEqual([]);
    }),
  );
});

test("a fixed finding that returns has regressed, and only such a one", () => {
  check(
    fc.property(known, findings, (before, seen) => {
      const fixed = new Set(before.flatMap((one) => (one.present || !one.everFixed ? [] : one.fingerprint)));
      for (const { kind, fingerprint, finding: now } of ordinary(before, seen)) {
        expect(kind === "regressed").toBe(now !== undefined && fixed.has(fingerprint));
      }
    }),
  );
});

test("an unreadable type on the way to the reference fixes nothing", () => {
  const steps = fc.subarray(["src/a.rs", "src/b.rs", "src/types.rs"]);
  const unread = fc.constantFrom("src/a.rs", "src/types.rs", "src/other.rs");
  check(
    fc.property(findings, steps, unread, (all, files, hole) => {
      const typePath = files.map((path) => ({ label: "struct Cache", kind: "field key", path, line: 1 }));
      const known = all.map((one) => testKnown({ ...one, evidence: { typePath } }));
      const kinds = ordinary(known, [], [hole]).map(({ kind }) => kind);
      const rests = (one: Finding) => files.includes(hole) || one.sites.some(({ path }) => path === hole);
      expect(kinds).toEqual(all.map((one) => (rests(one) ? "kept" : "fixed")));
    }),
  );
});
