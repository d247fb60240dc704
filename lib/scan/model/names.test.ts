import { describe, expect, test } from "vitest";
import { modelOf } from "#lib/scan/model/test-model";

/** What `path` means at the first static of a file. */
function resolved(path: string, files: Record<string, string>, at = "src/lib.rs"): string | null {
  const model = modelOf(files);
  const from = model.statics.find((item) => item.file.path === at && item.fact.name === "HERE");
  return model.resolve(path, from!);
}
const HERE = "static HERE: u8 = 0;";

describe("names", () => {
  test("come from use, under another name, through re-exports", () => {
    const files = {
      "src/lib.rs": `mod ffi; use pyo3::{Py as Owned, sync::PyOnceLock}; ${HERE}`,
      "src/ffi.rs": "pub use pyo3_ffi::PyObject as Object;",
    };
    expect(resolved("Owned", files)).toBe("pyo3::Py");
    expect(resolved("PyOnceLock", files)).toBe("pyo3::sync::PyOnceLock");
    expect(resolved("ffi::Object", files)).toBe("pyo3_ffi::PyObject");
    expect(resolved("crate::ffi::Object", files)).toBe("pyo3_ffi::PyObject");
    expect(resolved("$crate::ffi::Object", files)).toBe("pyo3_ffi::PyObject");
  });

  test("that the crate declares hide those of a glob", () => {
    const files = { "src/lib.rs": `use pyo3::prelude::*; struct PyAny; ${HERE}` };
    expect(resolved("PyAny", files)).toBe("example::PyAny");
    expect(resolved("PyList", files)).toBe("pyo3::prelude::PyList");
    expect(resolved("Other", files)).toBeNull();
  });

  test("of the prelude are what is left, also by the globs of the crate", () => {
    expect(resolved("Future", { "src/lib.rs": `use std::sync::*; ${HERE}` })).toBe("std::prelude::Future");
    const own = {
      "src/lib.rs": `mod own; use own::*; ${HERE}`,
      "src/own.rs": "pub trait Future {} pub type Result<T> = T;",
    };
    expect(resolved("Future", own)).toBe("example::own::Future");
    expect(resolved("Result", own)).toBe("example::own::Result");
  });

  test("that everybody knows come from globs of other crates", () => {
    const files = {
      "src/lib.rs": `use std::{sync::*, sync::atomic::*}; use once_cell::sync::*; ${HERE}`,
    };
    expect(resolved("OnceLock", files)).toBe("std::sync::OnceLock");
    expect(resolved("AtomicPtr", files)).toBe("std::sync::atomic::AtomicPtr");
    expect(resolved("Lazy", files)).toBe("once_cell::sync::Lazy");
    expect(resolved("Surprise", files)).toBeNull();
  });

  test("that everybody knows are hidden by an item, by an explicit use and by a glob of the crate", () => {
    const globs = "use std::sync::*; use parking_lot::*;";
    expect(resolved("Mutex", { "src/lib.rs": `${globs} struct Mutex; ${HERE}` })).toBe("example::Mutex");
    expect(resolved("Mutex", { "src/lib.rs": `${globs} use pyo3::Py as Mutex; ${HERE}` })).toBe("pyo3::Py");
    const own = { "src/lib.rs": `${globs} mod own; use own::*; ${HERE}`, "src/own.rs": "pub struct Mutex;" };
    expect(resolved("Mutex", own)).toBe("example::own::Mutex");
  });

  test("of tests, benches, examples and programs are theirs alone: each is a crate of its own", () => {
    const lib = `mod cache; pub use cache::Kept; pub struct Own; ${HERE}`;
    const cache = "pub struct Kept;";
    for (const beside of [
      "tests/it.rs",
      "benches/it.rs",
      "examples/it.rs",
      "src/main.rs",
      "src/bin/it.rs",
      "build.rs",
    ]) {
      const files = {
        "src/lib.rs": lib,
        "src/cache.rs": cache,
        [beside]: "use example::Kept; use std::sync::Once as Own;",
      };
      expect([resolved("Kept", files), resolved("Own", files)]).toEqual(["example::cache::Kept", "example::Own"]);
    }
  });

  test("of a module that a program shares with the library are those of the library", () => {
    const files = {
      "src/lib.rs": "mod cache;",
      "src/cache.rs": "pub struct Kept; pub use std::sync::Once;",
      "src/main.rs": `mod cache; use crate::cache::Kept; use cache::*; struct Own; use example::cache::Kept as Known; ${HERE}`,
    };
    const at = (path: string) => resolved(path, files, "src/main.rs");
    expect(at("Kept")).toBe("example::cache::Kept");
    expect(at("Known")).toBe("example::cache::Kept");
    expect(at("Once")).toBe("std::sync::Once");
    expect(at("crate::Own")).toBe("example::$src::Own");
  });

  test("are found in a program that has no library beside it", () => {
    const files = { "src/main.rs": `mod cache; use crate::cache::Kept; ${HERE}`, "src/cache.rs": "pub struct Kept;" };
    expect(resolved("Kept", files, "src/main.rs")).toBe("example::cache::Kept");
  });

  test("of what lazy_static and thread_local declare are those of the module around them", () => {
    const files = {
      "src/lib.rs": `mod own; lazy_static! { static ref SHARED: u8 = 1; } thread_local!(static LOCAL: u8 = 1); ${HERE}`,
      "src/own.rs": "thread_local! { pub static LOCAL: u8 = 1; }",
    };
    expect(resolved("SHARED", files)).toBe("example::SHARED");
    expect(resolved("LOCAL", files)).toBe("example::LOCAL");
    expect(resolved("own::LOCAL", files)).toBe("example::own::LOCAL");
  });

  test("are not taken from methods of the impl that they stand in", () => {
    const model = modelOf({ "src/lib.rs": "impl Logger { fn pyo3() {} fn f() { static HERE: u8 = 0; } }" });
    expect(model.resolve("pyo3::Py", model.statics[0]!)).toBe("pyo3::Py");
  });

  test("pass through globs of the crate, also when these lead back", () => {
    const files = {
      "src/lib.rs": `mod a; mod b; use a::*; ${HERE}`,
      "src/a.rs": "pub use super::*; pub use crate::b::*;",
      "src/b.rs": "pub use crate::a::*; pub use pyo3_ffi::*; pub struct Local;",
    };
    expect(resolved("Local", files)).toBe("example::b::Local");
    expect(resolved("PyObject", files)).toBe("pyo3_ffi::PyObject");
    expect(resolved("Nowhere", files)).toBeNull();
  });

  test("that circle through named re-exports are not known", () => {
    const files = {
      "src/lib.rs": `mod a; mod b; use a::X; ${HERE}`,
      "src/a.rs": "pub use crate::b::X;",
      "src/b.rs": "pub use crate::a::*;",
    };
    expect(resolved("X", files)).toBeNull();
  });

  test("of many modules that glob each other take no exponential time", () => {
    const modules = Array.from({ length: 60 }, (_, i) => `m${i}`);
    const files: Record<string, string> = {
      "src/lib.rs": `${modules.map((m) => `mod ${m}; pub use ${m}::*;`).join(" ")} ${HERE}`,
    };
    for (const m of modules) files[`src/${m}.rs`] = modules.map((other) => `pub use crate::${other}::*;`).join(" ");
    files["src/m59.rs"] += " pub struct Last;";
    expect(resolved("Last", files)).toBe("example::m59::Last");
    expect(resolved("Missing", files)).toBeNull();
  });
});
