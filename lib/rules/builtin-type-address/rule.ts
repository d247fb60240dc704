import { reachable } from "#lib/scan/model/condition";
import { cStruct } from "#lib/scan/model/python-types";
import { defineRule } from "#lib/scan/rule";
import { groupBy, sightAll } from "#lib/scan/sighting";

const last = (path: string): string => path.slice(path.lastIndexOf(":") + 1);

export default defineRule({
  code: "SI-041",
  slug: "builtin-type-address",
  revision: 1,
  severity: "info",
  owner: "crate",
  group: "Types and definitions",
  title: "Address of a builtin type",
  summary: "The address of a static type of libpython is the same in every interpreter.",
  why: "`PyUnicode_Type` and its like are C symbols of libpython: one address for the process, in every version of CPython. From 3.12 on they are immortal, and what differs between interpreters, such as the list of subclasses, is stored apart for each of them.\n\nComparing with such an address is right in every interpreter. The finding is kept because other runtimes may place these types differently, and counts towards no score.",
  effects: {
    legacy: { severity: "none", text: "One address in all interpreters." },
    ownGil: { severity: "none", text: "One address in all interpreters; the object is immortal." },
  },
  versions: {
    "3.9": "One address; its reference count is shared under the one GIL.",
    "3.12": "Still one address. What changes, such as the list of subclasses, is kept for each interpreter.",
  },
  remedy: [
    {
      title: "Leave it.",
      text: "Where a check function such as `PyUnicode_CheckExact` exists, it says the same and also holds on other runtimes.",
    },
  ],
  references: [
    {
      title: "python/cpython#94673, static types in several interpreters",
      url: "https://github.com/python/cpython/issues/94673",
    },
  ],
  milestones: [],
  *check(model) {
    // A type object of the crate's own, whatever its name, is another finding.
    const found = model.addresses.filter((address) => {
      const canonical = model.resolve(address.fact.path, address);
      return !canonical || cStruct(canonical) !== null;
    });
    for (const all of groupBy(found, ({ file, item, scope }) => `${file.path} ${item} ${scope}`).values()) {
      const names = [...new Set(all.map(({ fact }) => last(fact.path)))];
      const elsewhere = all.every(({ cfg }) => !reachable(cfg) && /\b(PyPy|GraalPy)\b/.test(cfg ?? ""));
      yield sightAll(all, {
        symbol: names.length === 1 ? names[0]! : "Py*_Type",
        shape: names.length === 1 ? "one" : "many",
        evidence: { names, count: all.length },
        severity: elsewhere ? "moderate" : "info",
      });
    }
  },
  message: ({ count }, symbol) =>
    count === 1
      ? `the address of \`${symbol}\` is one for all interpreters, by design`
      : `${count} addresses of builtin types are the same in all interpreters, by design`,
});
