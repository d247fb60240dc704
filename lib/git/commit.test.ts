import { describe, expect, it } from "vitest";
import { parseCommit } from "./commit";

const SHA = "b".repeat(40);
const raw = (text: string, encoding: BufferEncoding = "utf8") => parseCommit(SHA, Buffer.from(text, encoding));
const HEADER = `tree x\nparent ${"a".repeat(40)}\nparent ${"c".repeat(40)}\nauthor A <a@b> 1 +0000\ncommitter C > D <c@d> 1700000000 -0500`;

describe("parseCommit", () => {
  it("reads the committer's date and the first line", () => {
    expect(raw(`${HEADER}\n\nFix it\n\nLong story\n`)).toEqual({
      sha: SHA,
      parent: "a".repeat(40),
      committedAt: new Date("2023-11-14T22:13:20Z"),
      subject: "Fix it",
    });
  });

  it("reads a message in the encoding that it names", () => {
    expect(raw(`${HEADER}\nencoding ISO-8859-1\n\nd\u00e9j\u00e0 vu\n`, "latin1").subject).toBe("déjà vu");
    expect(raw(`${HEADER}\nencoding no-such\n\nplain\n`).subject).toBe("plain");
  });

  it("takes neither a date nor a parent from the message", () => {
    expect(raw("tree x\n\ncommitter C <c@d> 1700000000 +0000\n").committedAt).toEqual(new Date(0));
    expect(raw(`tree x\n\nparent ${SHA}\n`).parent).toBeNull();
  });

  it("survives what no commit should hold", () => {
    expect(raw("")).toEqual({ sha: SHA, parent: null, committedAt: new Date(0), subject: "" });
    expect(raw("committer A <a> 99999999999999999999 +0000\n\nx").committedAt).toEqual(new Date(0));
  });
});
