import type { Evidence } from "#lib/scan/finding";
import { defineRule } from "#lib/scan/rule";
import { sightManifest } from "#lib/scan/sighting";

interface Cached extends Evidence {
  feature: string;
  keeps: string;
}

/** Features of PyO3 whose conversions keep something imported, and what. Read in PyO3's `src/conversions`. */
const KEEPS: Record<string, string> = {
  bigdecimal: "decimal.Decimal",
  rust_decimal: "decimal.Decimal",
  "num-rational": "fractions.Fraction",
  uuid: "uuid.UUID",
  "chrono-tz": "zoneinfo.ZoneInfo",
  "chrono-local": "the local time zone",
  "jiff-02": "zoneinfo.ZoneInfo",
};

export default defineRule<Cached>({
  code: "SI-023",
  slug: "cached-conversion",
  revision: 1,
  severity: "info",
  owner: "framework",
  group: "Statics hidden in PyO3 macros",
  title: "Conversion with a cached class",
  summary: "A feature of PyO3 converts values through a class that it imports once and keeps for the process.",
  why: "To turn a `Decimal`, a `Fraction` or a `UUID` into a Python object, PyO3 imports the class and keeps it in a static cell. Every other interpreter gets objects of the first interpreter's class: `isinstance` answers no for them where the class is defined in Python.\n\nOf the standard library's own types, `PathBuf`, `IpAddr` and `SystemTime` are converted in the same way without any feature; the manifest does not show whether they are used.",
  effects: {
    legacy: { severity: "info", text: "Converted values have the first interpreter's class." },
    ownGil: { severity: "refused", text: "CPython refuses PyO3's modules here so far." },
  },
  versions: {
    "3.13": "`decimal.Decimal` is another class in each interpreter from here on; in 3.12 it is one for all.",
  },
  remedy: [
    { title: "Wait for PyO3.", text: "The cells are its own; it can move them without a change in the crate." },
    { title: "Or convert to plain types.", text: "A string or a tuple carries the value without a class." },
  ],
  references: [
    { title: "PyO3: conversion tables", url: "https://pyo3.rs/latest/conversions/tables" },
    { title: "PyO3: feature flags", url: "https://pyo3.rs/latest/features" },
  ],
  milestones: ["M3"],
  *check(model) {
    // Cargo builds PyO3 once with the features of all crates together, so one of them stands for the rest.
    const told = new Set<string>();
    for (const crate of model.crates) {
      if (!crate.inScope || crate.binding !== "pyo3") continue;
      for (const { package: name, kind, local, features, line } of model.package(crate).dependencies) {
        if (name !== "pyo3" || kind !== "normal" || local) continue;
        for (const feature of features) {
          const keeps = Object.hasOwn(KEEPS, feature) ? KEEPS[feature] : undefined;
          if (!keeps || told.has(feature)) continue;
          told.add(feature);
          yield sightManifest(crate, line, { symbol: feature, shape: "feature", evidence: { feature, keeps } });
        }
      }
    }
  },
  message: ({ keeps }, symbol) =>
    `with the feature \`${symbol}\` PyO3 keeps ${keeps.includes(".") ? `\`${keeps}\`` : keeps} of the first interpreter`,
});
