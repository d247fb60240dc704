import { describe, expect, test } from "vitest";
import { pyClasses } from "#lib/scan/model/python-classes";
import { modelOf } from "#lib/scan/model/test-model";

const CELL = "macro_rules! cell { ($name:ident) => { static $name: OnceLock<Py<PyAny>> = OnceLock::new(); }; }";

/** Scope and condition of every static. */
function statics(files: Record<string, string>): [string, string | null][] {
  return modelOf(files).statics.map(({ scope, cfg }) => [scope, cfg]);
}

describe("what a macro declares", () => {
  test.each([
    ["is nothing without a use", CELL, []],
    ["stands once, however often it is used", `${CELL} cell!(A); cell!(B);`, [["prod", null]]],
    ["has the scope of its uses", `${CELL} #[cfg(test)] mod tests { cell!(A); }`, [["test", "test"]]],
    ["counts for the most that it is", `${CELL} #[cfg(test)] mod tests { cell!(A); } cell!(B);`, [["prod", null]]],
    ["has the condition of its uses", `${CELL} #[cfg(unix)] mod a { cell!(A); }`, [["prod", "unix"]]],
    ["has the condition that all uses have", `${CELL} #[cfg(unix)] mod a { cell!(A); } cell!(B);`, [["prod", null]]],
    ["is used in a function", `${CELL} fn f() { cell!(A); }`, [["prod", null]]],
    ["is used in an expression", `${CELL} fn f() -> u8 { let a = g(cell!(A)); a }`, [["prod", null]]],
    [
      "is used by another macro that is used",
      `${CELL} macro_rules! two { () => { cell!(A); } } two!();`,
      [["prod", null]],
    ],
    ["is nothing when only an unused macro uses it", `${CELL} macro_rules! two { () => { cell!(A); } }`, []],
    ["is used by name", `${CELL} for_each!(cell, A, B);`, [["prod", null]]],
    ["may use itself", "macro_rules! cell { () => { static A: u8 = 1; cell!(); } } cell!();", [["prod", null]]],
    ["stays when other crates may use it", `#[macro_export] ${CELL}`, [["prod", null]]],
    [
      "stays with all else that such a macro declares",
      "#[macro_export] macro_rules! two { () => { static A: u8 = 1; static B: u8 = 2; } }",
      [
        ["prod", null],
        ["prod", null],
      ],
    ],
    [
      "belongs to tests when they alone use it",
      `#[macro_export] ${CELL} #[test] fn f() { cell!(A); }`,
      [["test", null]],
    ],
  ])("%s", (_, text, expected) => expect(statics({ "src/lib.rs": text })).toEqual(expected));

  test("is that of the macro of the same file", () => {
    const files = {
      "src/lib.rs": "mod a; mod b;",
      "src/a.rs": `${CELL} #[cfg(unix)] mod x { cell!(A); }`,
      "src/b.rs": `${CELL} #[cfg(windows)] mod x { cell!(A); }`,
    };
    expect(statics(files)).toEqual([
      ["prod", "unix"],
      ["prod", "windows"],
    ]);
  });
});

describe("code that nobody writes", () => {
  const classes = (text: string) => pyClasses(modelOf({ "src/lib.rs": `use pyo3::prelude::*; ${text}` }));
  const base = "macro_rules! m0 { ($n:ident) => { #[pyclass] struct $n; } }";
  const using = (at: number, times: number) =>
    `macro_rules! m${at + 1} { ($n:ident) => { ${`m${at}!($n);`.repeat(times)} } }`;
  const chain = (length: number, times: number) =>
    `${base} ${Array.from({ length }, (_, at) => using(at, times)).join(" ")} m${length}!(A);`;

  test("a chain of many macros ends", () => expect(classes(chain(20_000, 1)).length).toBeLessThanOrEqual(1));
  test("macros that multiply are followed up to a bound", () => {
    expect(classes(chain(2, 10))).toHaveLength(100);
    expect(classes(chain(9, 10))).toHaveLength(10_000);
  });
  test("aliases that share names are looked through once each", () => {
    const aliases = Array.from(
      { length: 600 },
      (_, at) => `#[cfg(f${at % 60})] type A${(at / 60) | 0} = A${((at / 60) | 0) + 1};`,
    );
    const model = modelOf({ "src/lib.rs": `${aliases.join(" ")} static X: *mut A0 = make();` });
    expect(model.taint(model.statics[0]!.fact.type, model.statics[0]!).carries).not.toBe("yes");
  });
});
