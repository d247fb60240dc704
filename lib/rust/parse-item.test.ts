import { describe, expect, test } from "vitest";
import type { Item, ItemOf } from "#lib/rust/item";
import { lex } from "#lib/rust/lexer";
import { parseItem } from "#lib/rust/parse-item";
import { rangeText, type Tokens } from "#lib/rust/tokens";
import { typeText } from "#lib/rust/type-text";

function parsed(text: string): { tokens: Tokens; item: Item } {
  const tokens = lex(new TextEncoder().encode(text));
  const item = parseItem(tokens, 0, tokens.count);
  if (!item) throw new Error(`no item in: ${text}`);
  expect(item.to).toBe(tokens.count);
  return { tokens, item };
}

function only<K extends Item["kind"]>(kind: K, text: string): ItemOf<K> & { tokens: Tokens } {
  const { tokens, item } = parsed(text);
  expect(item.kind).toBe(kind);
  return { ...(item as ItemOf<K>), tokens };
}

describe("statics", () => {
  test("with visibility, attributes and an initialiser", () => {
    const item = only(
      "static",
      "#[cfg(Py_3_12)] pub(in crate::a) static mut X: OnceCell<Map<u8, Vec<u8>>> = OnceCell::new();",
    );
    expect([item.name, item.mutable, typeText(item.type), item.head.public]).toEqual([
      "X",
      true,
      "OnceCell<Map<u8, Vec<u8>>>",
      true,
    ]);
    expect(rangeText(item.tokens, item.init!.from, item.init!.to)).toBe("OnceCell::new()");
    expect(item.head.attributes.map((a) => a.path)).toEqual(["cfg"]);
  });
  test("declared by lazy_static's `ref`", () =>
    expect(only("static", "pub static ref RE: Regex = make();").name).toBe("RE"));
  test("without an initialiser in an extern block", () =>
    expect(only("static", "pub safe static ERRNO: c_int;").init).toBeNull());
});

describe("functions", () => {
  test.each([
    ['pub(crate) unsafe extern "C" fn f(a: *mut PyObject, (b, c): (u8, u8)) -> c_int { 0 }', "C", "0"],
    ["async fn f<T: Into<u8>>(&self, x: T) where T: Send {}", null, ""],
    ["const unsafe fn f() -> [u8; { 1 + 1 }] { g() }", null, "g()"],
    ['extern "system" fn f(x: impl Fn(u8) -> u8);', "system", null],
  ])("%s", (text, abi, body) => {
    const item = only("fn", text);
    expect([item.name, item.abi, item.body && rangeText(item.tokens, item.body.from, item.body.to)]).toEqual([
      "f",
      abi,
      body,
    ]);
  });
});

describe("types", () => {
  test("a struct's fields with their types", () => {
    const item = only(
      "struct",
      "#[repr(C)] pub struct S<'a, T: Copy = u8, const N: usize> where T: Send { pub(crate) a: Py<PyAny>, #[x] b: [T; N], }",
    );
    expect(item.generics).toEqual(["T"]);
    expect(item.fields.map((f) => [f.name, typeText(f.type)])).toEqual([
      ["a", "Py<PyAny>"],
      ["b", "[T; _]"],
    ]);
  });
  test("a tuple struct", () =>
    expect(only("struct", "struct S(pub Py<PyAny>, PhantomData<u8>);").fields.map((f) => f.name)).toEqual(["0", "1"]));
  test("fields that a macro repeats or names", () => {
    const names = (text: string) => {
      const { fields } = only("struct", text);
      return fields.map((f) => `${f.name}: ${typeText(f.type)}`);
    };
    const repeated = "$(…): $(…)";
    expect(names("struct S { pub $name: $type, $(pub $more: u8),* }")).toEqual(["$name: $type", repeated]);
    expect(names("struct S { $($(#[$doc])* pub $name: $type,)* pub rest: u8 }")).toEqual([repeated, "rest: u8"]);
    expect(names("struct S($(Py<$type>),*);")).toContain(repeated);
    expect(names("struct S(*mut PyObject, *const u8);")).toEqual(["0: *mut PyObject", "1: *const u8"]);
    expect(names(`struct S { ${"$(".repeat(50)} a: u8 ${")*".repeat(50)} b: u8 }`)).toEqual([repeated, "b: u8"]);
    expect(names("struct S { $(#[$doc])* #[x] pub name: u8 }")).toEqual(["name: u8"]);
    expect(names(`struct S { ${"$(a: u8)* ".repeat(100_000)} b: u8 }`)).toHaveLength(100_001);
  });
  test("conditions of fields and of their variants", () => {
    const { fields } = only("enum", "enum E { #[cfg(a)] B(#[cfg(b)] u8, u8), C { #[cfg(c)] x: u8 }, D(u8) }");
    expect(fields.map((f) => [f.name, f.attributes?.length])).toEqual([
      ["B.0", 2],
      ["B.1", 1],
      ["C.x", 1],
      ["D.0", undefined],
    ]);
  });
  test("a unit struct", () => expect(only("struct", "struct S;").fields).toEqual([]));
  test("an enum's payloads", () => {
    const item = only("enum", "enum E { A, B(Py<PyAny>, u8) , C { x: u8 }, D = 3 }");
    expect(item.fields.map((f) => f.name)).toEqual(["B.0", "B.1", "C.x"]);
  });
  test("a union, and a variable of that name", () => {
    expect(only("union", "union U { a: u8 }").name).toBe("U");
    const tokens = lex(new TextEncoder().encode("union = 3;"));
    expect(parseItem(tokens, 0, tokens.count)).toBeNull();
  });
  test("an alias", () =>
    expect(typeText(only("alias", "pub type Map<T> = Cache<u64, T>;").type)).toBe("Cache<u64, T>"));
});

describe("names brought in", () => {
  test("a nested use tree", () => {
    const item = only("use", "pub use crate::{a::{self, B as C}, d::*, r#type::E};");
    expect(item.leaves.map((l) => [l.path.join("::"), l.name])).toEqual([
      ["crate::a", "a"],
      ["crate::a::B", "C"],
      ["crate::d", "*"],
      ["crate::type::E", "E"],
    ]);
  });
  test("a crate under another name", () =>
    expect(only("extern-crate", "extern crate pyo3_ffi as ffi;").as).toBe("ffi"));
});

describe("containers", () => {
  test("an impl of a trait for a type", () => {
    const item = only("impl", "unsafe impl<T: Send> Send for Cell<T> where T: Copy {}");
    expect([item.unsafe, typeText(item.trait!), typeText(item.type), item.generics]).toEqual([
      true,
      "Send",
      "Cell<T>",
      ["T"],
    ]);
  });
  test("a negative impl", () => expect(only("impl", "impl !Sync for X {}").negative).toBe(true));
  test("an inherent impl", () => expect(only("impl", "impl X { fn f() {} }").trait).toBeNull());
  test("an edition 2024 extern block", () =>
    expect(only("extern-block", 'unsafe extern "C" { static mut X: u8; }').kind).toBe("extern-block"));
  test("an outline module", () => expect(only("mod", '#[path = "x.rs"] mod a;').body).toBeNull());
  test("macro definitions and calls", () => {
    expect(only("macro-rules", "macro_rules! m { ($x:expr) => { $x }; }").name).toBe("m");
    expect(only("macro-call", "pyo3::create_exception!(m, E, PyException);").path).toBe("pyo3::create_exception");
  });
  test("an unsafe attribute of edition 2024", () =>
    expect(only("fn", "#[unsafe(no_mangle)] fn f() {}").head.attributes[0]!.path).toBe("no_mangle"));
});

test("expressions are no items", () => {
  for (const text of ["unsafe { f() }", "async move { x }", "const { 1 }", "default.run()", "x != y", "static || 1"]) {
    const tokens = lex(new TextEncoder().encode(text));
    expect(parseItem(tokens, 0, tokens.count), text).toBeNull();
  }
});
