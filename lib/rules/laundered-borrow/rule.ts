import type { At } from "#lib/scan/facts/facts";
import type { Located } from "#lib/scan/model/model";
import { valuesOf } from "#lib/scan/model/provenance";
import { isTemplate, staticState } from "#lib/scan/model/static-state";
import { defineRule } from "#lib/scan/rule";
import { sight } from "#lib/scan/sighting";

/** What takes the lifetime off a borrow, or keeps its owner from being dropped. */
const UNBOUND = /(?:^|[^\w])(transmute|transmute_copy|leak|ManuallyDrop::new|forget)(?:::<[^(]*>)?\(/;
/** Text and bytes that live as long as the Python object that they belong to. */
const INSIDE = /(?:^|[^\w])(PyUnicode_AsUTF8(?:AndSize)?|PyBytes_AsString(?:AndSize)?|PyByteArray_AsString)\(/;

export default defineRule({
  code: "SI-081",
  slug: "laundered-borrow",
  revision: 1,
  severity: "moderate",
  owner: "crate",
  group: "Soundness",
  title: "Borrow of a Python object made to last",
  summary: "What borrows from a Python object is stored in a static, where nothing keeps the object alive.",
  why: "A borrow of a Python object ends with the call or with the object. A `transmute` to `'static`, a leaked box or a forgotten owner hides that from the compiler. The text of a `str` is freed with the `str`, and the object with its interpreter.\n\nUntil the first interpreter ends all seems well; the next one then reads freed memory.",
  effects: {
    legacy: { severity: "moderate", text: "The second interpreter reads what the first one's objects left behind." },
    ownGil: { severity: "moderate", text: "The same, without a common lock while the first still runs." },
  },
  remedy: [
    { title: "Copy what is kept.", text: "A `String` or `Vec<u8>` of its own belongs to no interpreter." },
    { title: "Keep the owner beside it.", text: "In module state both go when the module goes." },
  ],
  references: [
    { title: "PyUnicode_AsUTF8AndSize", url: "https://docs.python.org/3/c-api/unicode.html#c.PyUnicode_AsUTF8AndSize" },
  ],
  milestones: ["M3"],
  *check(model) {
    for (const item of model.statics) {
      if (isTemplate(item)) continue;
      const python = staticState(model, item) !== null;
      for (const { text, from } of valuesOf(model, item)) {
        const by = INSIDE.exec(text)?.[1] ?? (python ? UNBOUND.exec(text)?.[1] : undefined);
        if (!by) continue;
        const found = from as Located<{ at: At }>;
        yield sight(found, { symbol: item.fact.name, shape: by, evidence: { by } });
      }
    }
  },
  message: ({ by }, symbol) =>
    `\`${symbol}\` keeps what \`${by}\` gives, beyond the life of the object that it belongs to`,
});
