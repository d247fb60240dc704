import { describe, expect, test } from "vitest";
import { lex } from "#lib/rust/lexer";
import { parseType, typeOf } from "#lib/rust/parse-type";
import { typePath, typeText } from "#lib/rust/type-text";

const tokensOf = (text: string) => lex(new TextEncoder().encode(text));
function read(text: string): string {
  const tokens = tokensOf(text);
  return typeText(typeOf(tokens, { from: 0, to: tokens.count }));
}

describe("a type is read whole and spelled without prefixes", () => {
  test.each([
    ["*mut pyo3::ffi::PyObject", "*mut PyObject"],
    ["*const*const c_void", "*const *const c_void"],
    ["&'static mut [u8; 4]", "&mut [u8; _]"],
    ["[*mut PyTypeObject; { 2 + 2 }]", "[*mut PyTypeObject; _]"],
    ["Option<NonNull<ffi::PyObject>>", "Option<NonNull<PyObject>>"],
    ["OnceBox<Option<NonNull<NumpyTypes>>>", "OnceBox<Option<NonNull<NumpyTypes>>>"],
    ["HashMap<String, Py<PyAny>, RandomState>", "HashMap<String, Py<PyAny>, RandomState>"],
    ["std::sync::OnceLock::<Py<PyModule>>", "OnceLock<Py<PyModule>>"],
    ["(u8, Py<PyAny>)", "(u8, Py<PyAny>)"],
    ["(Py<PyAny>)", "Py<PyAny>"],
    ['unsafe extern "C" fn(*mut PyObject, n: usize) -> *mut PyObject', "fn(*mut PyObject, usize) -> *mut PyObject"],
    ["Box<dyn Fn(Python<'_>) -> PyResult<()> + Send + 'static>", "Box<dyn Fn + Send>"],
    ["impl Iterator<Item = Py<PyAny>> + '_", "impl Iterator<Py<PyAny>>"],
    ["Cow<'static, str>", "Cow<str>"],
    ["Cache<u64, Key, 2048, { N }, -1>", "Cache<u64, Key>"],
    ["for<'a> fn(&'a str)", "fn(&str)"],
    ["r#type::Name", "Name"],
    ["!", "!"],
    ["_", "_"],
  ])("%s", (text, spelled) => expect(read(text)).toBe(spelled));
});

test("a qualified path keeps its self type", () => {
  const tokens = tokensOf("<Vec<u8> as IntoIterator>::Item");
  const { type, next } = parseType(tokens, 0, tokens.count);
  expect(type.kind === "path" && type.self && typeText(type.self)).toBe("Vec<u8>");
  expect(next).toBe(tokens.count);
});

test("the path of a type leaves generics out", () => {
  const tokens = tokensOf("a::b::C<D>");
  expect(typePath(typeOf(tokens, { from: 0, to: tokens.count }))).toBe("a::b::C");
});

test("a type nested deeper than anyone writes ends in an ellipsis", () => {
  expect(read(`${"Box<".repeat(500)}u8${">".repeat(500)}`)).toContain("…");
});
