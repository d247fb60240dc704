import { describe, expect, test } from "vitest";
import { anyLeft, type Known, reconcile } from "#lib/ledger/reconcile";
import { testCoverage, testFinding, testKnown } from "#lib/ledger/test-finding";
import type { Finding } from "#lib/scan/finding";

/** Kind and symbol of every change, at an ordinary next commit. */
function kinds(known: Known[], seen: Finding[], unreadable: string[] = []): string[] {
  const changes = reconcile(known, seen, testCoverage(unreadable), false, false);
  return changes.map(({ kind, finding }) => (finding ? `${kind} ${finding.symbol}` : kind)).sort();
}

const a = testFinding({ symbol: "A" });
const b = testFinding({ symbol: "B", path: "src/b.rs" });

test("where things stood matters when one of them is gone or in another file, not when its line is another", () => {
  expect(anyLeft([a, b], [b, a])).toBe(false);
  expect(anyLeft([a], [testFinding({ symbol: "A", line: 90 }), b])).toBe(false);
  expect(anyLeft([a, b], [a])).toBe(true);
  expect(anyLeft([a], [testFinding({ symbol: "A", path: "src/new.rs" })])).toBe(true);
});

describe("an ordinary commit", () => {
  test("adds and takes away findings", () => {
    expect(kinds([testKnown(a)], [b])).toEqual(["appeared B", "fixed"]);
  });

  test("tells a finding that returns after a fix from a new one", () => {
    const gone = { present: false, everFixed: true };
    expect(kinds([testKnown(a, gone)], [a, b])).toEqual(["appeared B", "regressed A"]);
  });

  test("says nothing about another line of the same file", () => {
    expect(kinds([testKnown(a)], [testFinding({ symbol: "A", line: 90 })])).toEqual(["unchanged A"]);
  });

  test("follows a file that was renamed without a change of module", () => {
    const [change] = reconcile(
      [testKnown(testFinding({ item: "cache", path: "src/cache.rs", line: 7 }))],
      [testFinding({ item: "cache", path: "src/cache/mod.rs", line: 9 })],
      testCoverage(),
      false,
      false,
    );
    expect(change).toMatchObject({ kind: "moved", from: { path: "src/cache.rs", line: 7 } });
  });

  test("does not call a grouped finding moved while one of its files stays", () => {
    const at = (path: string) => ({ path, line: 1, endLine: 1, column: 1 });
    const known = testKnown(testFinding({ item: "", sites: [at("src/a.rs"), at("src/b.rs")] }));
    expect(kinds([known], [testFinding({ item: "", sites: [at("src/0.rs"), at("src/b.rs")] })])).toEqual([
      "unchanged KEY_MAP",
    ]);
  });

  test("keeps the identity of a symbol whose type changed where it stands", () => {
    const changes = reconcile(
      [testKnown(a)],
      [testFinding({ symbol: "A", shape: "new" })],
      testCoverage(),
      false,
      false,
    );
    expect(changes).toMatchObject([{ kind: "unchanged", fingerprint: a.fingerprint }]);
  });

  test("tells what counts otherwise than before, and how", () => {
    const known = testKnown(testFinding({ symbol: "A", severity: "critical", scope: "prod" }));
    const judge = (now: Parameters<typeof testFinding>[0], rules = false, baseline = false) =>
      reconcile([known], [testFinding({ symbol: "A", ...now })], testCoverage(), rules, baseline);
    const judged = { was: { severity: "critical", scope: "prod" }, is: { severity: "info", scope: "test" } };
    expect(judge({ severity: "info", scope: "test" })).toMatchObject([{ kind: "rejudged", judged }]);
    expect(judge({ severity: "critical" })).toMatchObject([{ kind: "unchanged" }]);
    expect(judge({ severity: "info", line: 80 })[0]?.judged).toEqual({
      was: { severity: "critical" },
      is: { severity: "info" },
    });
    expect(judge({ severity: "info", path: "src/new.rs" })).toMatchObject([{ kind: "moved", judged: {} }]);
    expect(judge({ severity: "info" }, true)).toMatchObject([{ kind: "reclassified", judged: {} }]);
    expect(judge({ severity: "info" }, false, true)).toMatchObject([{ kind: "unchanged" }]);
  });

  test("does not guess which of two namesakes moved", () => {
    const known = [testKnown(a), testKnown(testFinding({ symbol: "A", path: "src/b.rs" }))];
    expect(kinds(known, [testFinding({ symbol: "A", path: "src/c.rs" })])).toEqual(["appeared A", "fixed", "fixed"]);
  });
});

describe("another name", () => {
  const typed = (symbol: string, type: string | null, path = "src/a.rs", line = 1) =>
    testFinding({ symbol, path, line, evidence: { type }, shape: type ?? "" });
  const moves = (known: Finding[], seen: Finding[]) =>
    reconcile(
      known.map((one) => testKnown(one)),
      seen,
      testCoverage(),
      false,
      false,
    )
      .map(({ kind, finding, from }) => [kind, finding?.symbol, from?.symbol, from?.line].filter(Boolean).join(" "))
      .sort();

  test("is followed where module and type are the same", () => {
    expect(moves([typed("OLD", "Cell", "src/a.rs", 7)], [typed("NEW", "Cell")])).toEqual(["moved NEW OLD 7"]);
  });

  test("is not guessed among several", () => {
    const two = [typed("OLD", "Cell"), typed("OTHER", "Cell")];
    expect(moves(two, [typed("NEW", "Cell")])).toEqual(["appeared NEW", "fixed", "fixed"]);
    expect(moves([typed("OLD", "Cell")], [typed("NEW", "Cell"), typed("TOO", "Cell")])).toEqual([
      "appeared NEW",
      "appeared TOO",
      "fixed",
    ]);
  });

  test("is another finding for what has no type, such as a call", () => {
    expect(moves([typed("PyGILState_Ensure", null)], [typed("PyGILState_Release", null)])).toEqual([
      "appeared PyGILState_Release",
      "fixed",
    ]);
  });

  test("is another finding under another type, or in a module to which nothing moved", () => {
    expect(moves([typed("OLD", "Cell")], [typed("NEW", "Once")])).toEqual(["appeared NEW", "fixed"]);
    expect(moves([typed("OLD", "Cell")], [typed("NEW", "Cell", "src/b.rs")])).toEqual(["appeared NEW", "fixed"]);
  });

  test("is followed into the file to which its neighbours moved, and there also under nearly the same type", () => {
    const before = [typed("KEPT", "Other"), typed("OLD", "OnceCell<PyStr>")];
    const now = (type: string) => [typed("KEPT", "Other", "src/b.rs"), typed("NEW", type, "src/b.rs")];
    const followed = ["moved KEPT 1", "moved NEW OLD 1"];
    expect(moves(before, now("OnceCell<PyStr>"))).toEqual(followed);
    expect(moves(before, now("OnceCell<PyText>"))).toEqual(["appeared NEW", "fixed", "moved KEPT 1"]);
    expect(moves(before, now("OnceCell<PyStrs>"))).toEqual(followed);
  });

  test("is not followed when the neighbours went to several files", () => {
    const before = [typed("ONE", "X"), typed("TWO", "Y"), typed("OLD", "Cell")];
    const now = [typed("ONE", "X", "src/b.rs"), typed("TWO", "Y", "src/c.rs"), typed("NEW", "Cell", "src/b.rs")];
    expect(moves(before, now)).toContain("appeared NEW");
  });

  test("is no rename when other rules give it, or other crates are looked at", () => {
    const under = (rules: boolean, baseline: boolean) =>
      reconcile([testKnown(typed("OLD", "Cell"))], [typed("NEW", "Cell")], testCoverage(), rules, baseline).map(
        ({ kind }) => kind,
      );
    expect(under(true, false)).toEqual(["reclassified", "reclassified"]);
    expect(under(false, true)).toEqual(["left", "unchanged"]);
  });
});

describe("a hole in the coverage", () => {
  test("keeps the findings of a file that could not be read, and only those", () => {
    expect(kinds([testKnown(a), testKnown(b)], [], ["src/a.rs"])).toEqual(["fixed", "kept"]);
  });

  test("keeps everything below a manifest that could not be read", () => {
    const inner = testFinding({ path: "crates/x/src/lib.rs" });
    const outer = testFinding({ path: "crates/xy/src/lib.rs", symbol: "B" });
    expect(kinds([testKnown(inner), testKnown(outer)], [], ["crates/x/Cargo.toml"])).toEqual(["fixed", "kept"]);
    expect(kinds([testKnown(inner), testKnown(outer)], [], ["Cargo.toml"])).toEqual(["kept", "kept"]);
    for (const file of ["Cargo.lock", "pyproject.toml"]) {
      expect(kinds([testKnown(inner), testKnown(outer)], [], [`crates/x/${file}`])).toEqual(["fixed", "kept"]);
    }
    expect(kinds([testKnown(inner)], [], ["crates/x/tests/Cargo.toml", "crates/x/NotCargo.toml"])).toEqual(["fixed"]);
  });

  test("keeps everything in a folder that may not be listed", () => {
    expect(kinds([testKnown(a), testKnown(testFinding({ path: "srcs/a.rs", symbol: "S" }))], [], ["src"])).toEqual([
      "fixed",
      "kept",
    ]);
  });

  test("closes what is below a manifest that reads again", () => {
    expect(kinds([testKnown(a)], [], ["Cargo.toml"])).toEqual(["kept"]);
    expect(kinds([testKnown(a)], [])).toEqual(["fixed"]);
  });

  test("does not take a namesake elsewhere for the finding that is hidden", () => {
    expect(kinds([testKnown(a)], [testFinding({ symbol: "A", path: "src/b.rs" })], ["src/a.rs"])).toEqual([
      "appeared A",
      "kept",
    ]);
  });
});

describe("another ruleset", () => {
  const under = (known: Known[], seen: Finding[]) =>
    reconcile(known, seen, testCoverage(), true, false).map(({ kind }) => kind);

  test("reclassifies what comes, goes and is judged differently", () => {
    expect(under([testKnown(a)], [b])).toEqual(["reclassified", "reclassified"]);
    expect(under([testKnown(a)], [{ ...a, severity: "info" }])).toEqual(["reclassified"]);
    expect(under([testKnown(a)], [a])).toEqual(["unchanged"]);
  });

  test("may name the module of a finding in another way", () => {
    expect(under([testKnown(a)], [testFinding({ symbol: "A", item: "renamed" })])).toEqual(["unchanged"]);
  });
});

test("a baseline tells nothing", () => {
  const changes = reconcile([], [a, b], testCoverage(), false, true);
  expect(changes.map(({ kind }) => kind)).toEqual(["unchanged", "unchanged"]);
});

test("a baseline elsewhere lets go of what it did not look at, without a word", () => {
  const returning = testKnown(b, { present: false, everFixed: true });
  const changes = reconcile([testKnown(a), returning], [b], testCoverage(), false, true);
  expect(changes.map(({ kind }) => kind)).toEqual(["left", "unchanged"]);
});
