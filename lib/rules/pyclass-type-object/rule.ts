import { pyClasses } from "#lib/scan/model/python-classes";
import { defineRule } from "#lib/scan/rule";
import { groupBy, sightAll } from "#lib/scan/sighting";

export default defineRule({
  code: "SI-022",
  slug: "pyclass-type-object",
  revision: 3,
  severity: "moderate",
  owner: "framework",
  group: "Statics hidden in PyO3 macros",
  title: "Type object of a pyclass",
  summary: "Each `#[pyclass]` keeps its type object in a static that all interpreters share.",
  why: "The attribute expands to a static `LazyTypeObject`. The first interpreter creates the heap type and its dictionary; every other gets the same object. Measured on real wheels: with PyO3 0.28 and later a flat module loads in two legacy interpreters, and both see one type.\n\nA `freelist` adds a static list of freed objects, and an enum of plain variants a static with one instance of each. The crate cannot move any of this; the findings are counted once for a crate.",
  effects: {
    legacy: {
      severity: "moderate",
      text: "The class, its attributes and its subclasses are shared, and the type dangles after its interpreter ends.",
    },
    ownGil: { severity: "refused", text: "CPython refuses PyO3's modules here so far." },
  },
  versions: {
    "3.9": "Measured on 3.11: with PyO3 0.28 and later two interpreters import a flat module and share one type.",
    "3.12": "Measured: legacy interpreters as before, an own GIL refuses the module.",
    "3.13": "Measured again, with the same outcome.",
  },
  remedy: [
    { title: "Wait for PyO3.", text: "Type objects in module state are part of its milestone on static data." },
    { title: "Leave out `freelist`.", text: "It adds a second process-wide structure to each class." },
  ],
  references: [
    {
      title: "PyO3#4570, where a pyclass was used in several interpreters",
      url: "https://github.com/PyO3/pyo3/issues/4570",
    },
    { title: "PyO3#3451, the tracking issue for sub-interpreters", url: "https://github.com/PyO3/pyo3/issues/3451" },
  ],
  milestones: ["M3"],
  *check(model) {
    const groups = groupBy(pyClasses(model), ({ places: [at] }) => `${at!.scope} ${at!.crate.name}`);
    for (const classes of groups.values()) {
      // What a macro declares stands in one place, however often the macro is used.
      const found = [...new Map(classes.flatMap(({ places }) => places.map((at) => [at.fact, at]))).values()];
      yield sightAll(found, {
        symbol: "#[pyclass]",
        item: "",
        shape: found[0]!.scope,
        evidence: {
          count: classes.length,
          names: classes.map(({ name }) => name),
          freelists: classes.filter(({ freelist }) => freelist).length,
        },
        root: "#[pyclass]",
      });
    }
  },
  message: ({ count }) =>
    count === 1
      ? "one class has one type object for all interpreters"
      : `${count} classes have one type object each for all interpreters`,
});
