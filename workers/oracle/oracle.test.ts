import { expect, test } from "vitest";
import { keyOf, ourItems } from "#workers/oracle/ours";
import { treeSitter } from "#workers/oracle/theirs";

const text = `mod apart;
pub(crate) mod inside {
    #[derive(Debug)]
    pub struct Point(u8);
    impl ::core::fmt::Display for Point { fn fmt(&self) { static DEEP: u8 = 0; } }
    lazy_static! { static ref HIDDEN: u8 = 1; }
}
extern "C" { static THEIRS: u8; fn c(); }
macro_rules! make { () => { fn made() {} } }
type Short = inside::Point;
union Either { a: u8, b: i8 }
fn r#try() { println!("an expression"); }
`;

test("both readers of Rust name the same items on the same lines", async () => {
  const theirs = (await treeSitter())(text);
  const ours = ourItems(new TextEncoder().encode(text));
  expect(theirs.map(keyOf)).toEqual([
    "1 mod apart",
    "2 mod inside",
    "4 type Point",
    "5 impl",
    "5 fn fmt",
    "5 static DEEP",
    "6 macro-call lazy_static",
    "9 macro-rules make",
    "10 type Short",
    "11 type Either",
    "12 fn try",
  ]);
  expect(theirs.filter((item) => !ours.has(keyOf(item)))).toEqual([]);
});

test("what the grammar cannot read is said to be broken", async () => {
  const [item] = (await treeSitter())("fn f() { let = ; }");
  expect(item).toMatchObject({ name: "f", broken: true });
});
