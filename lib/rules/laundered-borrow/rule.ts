import { launderedBorrows } from "#lib/scan/model/laundered-borrow";
import { defineRule } from "#lib/scan/rule";
import { sight } from "#lib/scan/sighting";

export default defineRule({
  code: "SI-081",
  slug: "laundered-borrow",
  revision: 1,
  severity: "moderate",
  owner: "crate",
  group: "Soundness",
  title: "Borrow of a Python object made to last",
  summary:
    "What borrows from a Python object is stored in a static or declared `'static`, so that nothing keeps the object alive.",
  why: "A borrow of a Python object ends with the call or with the object. A `transmute` to `'static`, a leaked box or a forgotten owner hides that from the compiler. The text of a `str` is freed with the `str`, and the object with its interpreter.\n\nUntil the first interpreter ends all seems well; the next one then reads freed memory.",
  effects: {
    legacy: { severity: "moderate", text: "The second interpreter reads what the first one's objects left behind." },
    ownGil: { severity: "moderate", text: "The same, without a common lock while the first still runs." },
  },
  versions: {
    "3.13": "The text of an interned string is freed with its interpreter; in 3.12 it was immortal.",
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
    for (const { found, by, kept } of launderedBorrows(model))
      yield sight(found, { symbol: kept ?? by, shape: by, evidence: { by, kept } });
  },
  message: ({ by, kept }, symbol) =>
    kept
      ? `\`${symbol}\` keeps what \`${by}\` gives, beyond the life of the object that it belongs to`
      : `\`${symbol}\` makes a borrow of a Python object last for the whole process`,
});
