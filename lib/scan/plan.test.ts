import { describe, expect, test } from "vitest";
import { planScan } from "#lib/scan/plan";

function plan(files: Record<string, string>, asked: string[] = []) {
  const entries = Object.keys(files).map((path) => ({ path, oid: path }));
  return planScan(entries, new Map(Object.entries(files).filter(([path]) => !path.endsWith(".rs"))), asked);
}
/** Each crate with its package. */
const cratesOf = (files: Record<string, string>) =>
  [...plan(files).packages].map(([crate, rest]) => ({ ...crate, ...rest }));
const crate = (name: string, rest = ""): string => `[package]\nname = "${name}"\nversion = "1.2.3"\n${rest}`;

describe("bindings", () => {
  test.each([
    ["pyo3", '[dependencies]\npyo3 = "0.28"', "pyo3", "0.28"],
    ["raw FFI", '[dependencies]\npyo3-ffi = "^0.29.1"', "pyo3-ffi", "0.29.1"],
    ["renamed", '[dependencies]\npython = { package = "pyo3", version = "=0.26.0" }', "pyo3", "0.26.0"],
    ["optional", '[dependencies]\npyo3 = { version = "0.27.1", optional = true }', "pyo3", "0.27.1"],
    ["per target", "[target.'cfg(unix)'.dependencies]\npyo3 = \"0.25\"", "pyo3", "0.25"],
    ["none", '[dependencies]\nserde = "1"', "none", null],
    ["only for building", '[build-dependencies]\npyo3-build-config = "0.28"', "none", null],
  ])("%s", (_, rest, binding, version) => {
    const [only] = cratesOf({ "Cargo.toml": crate("x", rest) });
    expect([only!.binding, only!.pyo3.version]).toEqual([binding, version]);
  });

  test("the lock file knows the exact version, also among several", () => {
    const lock =
      '[[package]]\nname = "pyo3"\nversion = "0.23.5"\n[[package]]\nname = "pyo3"\nversion = "0.28.3"\n[[package]]\nname = "x"\nversion = "1.0.0"\ndependencies = ["pyo3 0.28.3"]\n';
    const [only] = cratesOf({ "Cargo.toml": crate("x", '[dependencies]\npyo3 = "0.28"'), "Cargo.lock": lock });
    expect(only!.pyo3).toEqual({ version: "0.28.3", source: "Cargo.lock" });
  });

  test("a workspace lends its version and features", () => {
    const [found] = cratesOf({
      "Cargo.toml":
        '[workspace]\nmembers = ["a"]\n[workspace.dependencies]\npyo3 = { version = "0.29", features = ["abi3-py310"] }\n',
      "a/Cargo.toml": crate("a", "[dependencies]\npyo3 = { workspace = true }"),
    });
    expect([found!.pyo3.version, found!.abi3]).toEqual(["0.29", "abi3-py310"]);
  });

  test("a crate that binds through a local crate shares its version", () => {
    const crates = cratesOf({
      "core/Cargo.toml": crate("core-py", '[dependencies]\npyo3 = "0.27"'),
      "ext/Cargo.toml": crate("ext", '[dependencies]\ncore = { package = "core-py", path = "../core" }'),
    });
    expect(crates.find((c) => c.name === "ext")).toMatchObject({ binding: "pyo3", pyo3: { version: "0.27" } });
  });

  test.each([
    ["of the registry", "[patch.crates-io]", 'core = "1"', "core"],
    ["of an address", "[patch.'https://github.com/x/core']", 'core = { git = "https://github.com/x/core" }', "core"],
    ["under another name", "[patch.crates-io]", 'heart = { package = "core", version = "1" }', "core"],
    ["of something else", "[patch.crates-io]", 'core-extra = "1"', null],
  ])("a patch by path makes a dependency local: %s", (_, patch, dependency, local) => {
    const crates = cratesOf({
      "Cargo.toml": `[workspace]\nmembers = ["core", "bindings/ext"]\n${patch}\ncore = { path = "core" }\n`,
      "core/Cargo.toml": crate("core", '[dependencies]\npyo3 = "0.27"'),
      "bindings/ext/Cargo.toml": crate("ext", `[dependencies]\n${dependency}`),
    });
    expect(crates.find((c) => c.name === "ext")!.dependencies[0]!.local).toBe(local);
  });

  test("a patch that leads out of the repository makes nothing local", () => {
    const [only] = cratesOf({
      "Cargo.toml": crate("x", '[dependencies]\ncore = "1"\n[patch.crates-io]\ncore = { path = "../core" }'),
    });
    expect(only!.dependencies[0]).toMatchObject({ local: null, replaced: { by: "../core", patch: true } });
  });

  test("an abi3 floor may come from default features or from maturin", () => {
    const features = '[dependencies]\npyo3 = "0.27"\n[features]\ndefault = ["stable"]\nstable = ["pyo3/abi3-py38"]\n';
    expect(cratesOf({ "Cargo.toml": crate("x", features) })[0]!.abi3).toBe("abi3-py38");
    const maturin = {
      "Cargo.toml": crate("x", '[dependencies]\npyo3 = "0.27"'),
      "pyproject.toml": '[tool.maturin]\nfeatures = ["pyo3/abi3-py37"]\n',
    };
    expect(cratesOf(maturin)[0]!.abi3).toBe("abi3-py37");
  });

  test.each([
    ["maturin", '[tool.maturin]\nmanifest-path = "../core/Cargo.toml"\nfeatures = ["pyo3/abi3-py38"]\n', "abi3-py38"],
    [
      "setuptools-rust",
      '[[tool.setuptools-rust.ext-modules]]\ntarget = "a.b"\npath = "../core/Cargo.toml"\nfeatures = ["stable"]\n',
      "abi3-py39",
    ],
    ["maturin for the folder itself", '[tool.maturin]\nfeatures = ["pyo3/abi3-py38"]\n', null],
  ])("the project that builds a crate may lie elsewhere: %s", (_, project, abi3) => {
    const [only] = cratesOf({
      "core/Cargo.toml": crate("x", '[dependencies]\npyo3 = "0.27"\n[features]\nstable = ["pyo3/abi3-py39"]\n'),
      "python/pyproject.toml": project,
    });
    expect(only!.abi3).toBe(abi3);
  });
});

describe("where `auto-initialize` is asked for", () => {
  const starts = (text: string) =>
    cratesOf({ "Cargo.toml": `${crate("x")}${text}` })[0]!.dependencies.map((d) => [d.kind, d.line, d.starts?.line]);

  test("in a table of its own, not where the name stands first", () => {
    const text =
      '[dependencies]\npyo3 = "0.28"\n[dev-dependencies]\npyo3 = { version = "0.28", features = ["auto-initialize"] }\n';
    expect(starts(text)).toEqual([
      ["normal", 5, undefined],
      ["dev", 7, 7],
    ]);
  });

  test("on a line below its entry's", () => {
    expect(
      starts('[dependencies]\npyo3 = { version = "0.28", features = [\n  "macros",\n  "auto-initialize",\n] }\n'),
    ).toEqual([["normal", 5, 7]]);
    expect(starts('[dependencies.pyo3]\nversion = "0.28"\nfeatures = ["auto-initialize"]\n')).toEqual([
      ["normal", 4, 6],
    ]);
  });

  test("in the workspace's table, or by a feature of the crate", () => {
    const crates = cratesOf({
      "Cargo.toml":
        '[workspace]\nmembers = ["a"]\n[workspace.dependencies]\npyo3 = { version = "0.29", features = ["auto-initialize"] }\n',
      "a/Cargo.toml": crate(
        "a",
        '[dependencies]\npyo3.workspace = true\n[features]\nembed = ["pyo3/auto-initialize"]\n',
      ),
    });
    expect(crates[0]).toMatchObject({
      dependencies: [{ starts: { manifest: "Cargo.toml", line: 4 } }],
      starters: [{ feature: "embed", line: 7 }],
    });
  });
});

describe("what is read", () => {
  const monorepo = {
    "engine/Cargo.toml": crate("engine"),
    "engine/src/lib.rs": "",
    "python/Cargo.toml": crate("bindings", '[dependencies]\npyo3 = "0.28"\nengine = { path = "../engine" }'),
    "python/src/lib.rs": "",
    "python/tests/it.rs": "",
    "python/build.rs": "",
    "other/Cargo.toml": crate("other"),
    "other/src/main.rs": "",
    "python/vendor/zlib/inflate.c": "",
    "python/vendor/zlib/deflate.c": "",
    "loose.rs": "",
  };

  test("crates that bind Python and what they are built from", () => {
    expect(plan(monorepo).files.map((f) => [f.path, f.scope])).toEqual([
      ["engine/src/lib.rs", "prod"],
      ["python/src/lib.rs", "prod"],
      ["python/tests/it.rs", "test"],
      ["python/build.rs", "build"],
    ]);
  });
  test("the asked crates, whether they bind Python or not", () => {
    expect(plan(monorepo, ["other"]).files.map((f) => f.path)).toEqual(["other/src/main.rs"]);
  });
  test("code in other languages is named, not judged", () =>
    expect(plan(monorepo).unscanned).toEqual(["python/vendor/zlib: 2 C files"]));
  test("a repository without Python has nothing to read", () => {
    expect(plan({ "Cargo.toml": crate("x"), "src/lib.rs": "" }).files).toEqual([]);
  });
});

describe("copies of other people's crates", () => {
  test("a framework crate inside another project is vendored", () => {
    const { crates } = plan({
      "Cargo.toml": crate("x", '[dependencies]\npyo3-ffi = { path = "include/pyo3-ffi" }'),
      "include/pyo3-ffi/Cargo.toml": crate("pyo3-ffi"),
    });
    expect(crates.map((c) => [c.name, c.vendored])).toEqual([
      ["x", false],
      ["pyo3-ffi", true],
    ]);
  });
  test("in its own repository it is not", () => {
    expect(
      plan({ "Cargo.toml": crate("pyo3"), "pyo3-ffi/Cargo.toml": crate("pyo3-ffi") }).crates.map((c) => c.vendored),
    ).toEqual([false, false]);
  });
});

describe("manifests that do not parse", () => {
  test("are problems with their line, and the rest is read", () => {
    const found = plan({
      "a/Cargo.toml": "[package\nname",
      "b/Cargo.toml": crate("b", '[dependencies]\npyo3 = "0.28"'),
    });
    expect(found.manifests.problems).toEqual([
      { path: "a/Cargo.toml", line: 1, message: expect.stringMatching(/^does not parse as TOML/) },
    ]);
    expect(found.crates.map((c) => c.name)).toEqual(["b"]);
  });
  test("a package without a name is a problem too", () => {
    expect(plan({ "Cargo.toml": "package = 3" }).manifests.problems[0]!.message).toBe(
      "not understood: `package` has no name",
    );
  });
  test("one odd value does not take the rest with it", () => {
    const odd = `${crate("x", '[dependencies]\npyo3 = "0.28"\nserde = 3\n[features]\ndefault = "all"')}`;
    expect(plan({ "Cargo.toml": odd }).crates.map((c) => [c.name, c.binding])).toEqual([["x", "pyo3"]]);
  });
});
