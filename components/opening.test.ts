import { describe, expect, it } from "vitest";
import { openingSentences } from "#components/opening";

const tally = { tracked: 69, read: 69, answering: 69, ownGilLoads: 3, ownGilRefused: 66, legacyNoCheck: 28 };
const say = (change: Partial<typeof tally>) =>
  openingSentences({ ...tally, ...change })
    .map(({ text }) => text)
    .join(" ");

describe("the opening", () => {
  it("carries its denominator", () => {
    expect(say({})).toBe(
      "3 of 69 tracked projects declare support for own-GIL sub-interpreters. The other 66 are refused there. " +
        "In legacy interpreters, 28 load with no check at all.",
    );
  });

  it("says how far the reading has come", () => {
    expect(say({ tracked: 83, read: 12, answering: 12, ownGilLoads: 0, ownGilRefused: 12, legacyNoCheck: 1 })).toBe(
      "83 projects are tracked; 12 have been read so far. None of the 12 projects read declares support for own-GIL " +
        "sub-interpreters. All are refused there. In legacy interpreters, 1 loads with no check at all.",
    );
    expect(say({ tracked: 2, read: 1, answering: 0 })).toBe(
      "2 projects are tracked; 1 has been read so far. None of what was read ships a Python extension module.",
    );
  });

  it("is grammatical for one project", () => {
    expect(say({ tracked: 1, read: 1, answering: 1, ownGilLoads: 0, ownGilRefused: 1, legacyNoCheck: 1 })).toBe(
      "It does not declare support for own-GIL sub-interpreters. It is refused there. " +
        "In legacy interpreters, it loads with no check at all.",
    );
    expect(say({ ownGilLoads: 68, ownGilRefused: 1, legacyNoCheck: 0 })).toContain(
      "The other is refused there. In legacy interpreters, none loads without a check.",
    );
  });

  it("does not call refused what is not known", () => {
    expect(say({ ownGilRefused: 64 })).toContain("64 are refused there; for 2 the source does not say.");
    expect(say({ ownGilLoads: 0, ownGilRefused: 0 })).toContain("For 69 the source does not say.");
  });

  it("leaves projects without an extension out of the denominator", () => {
    expect(say({ answering: 67, ownGilRefused: 64 })).toContain("3 of 67 tracked extension projects declare");
  });

  it("has a list of projects for each figure", () => {
    const figures = (text: string) => text.match(/\d+(?: of (?:the )?\d+)?/g)?.length ?? 0;
    for (const change of [
      {},
      { read: 12 },
      { ownGilLoads: 0 },
      { ownGilRefused: 64 },
      { ownGilRefused: 0 },
      { read: 0 },
    ])
      for (const { text, lists } of openingSentences({ ...tally, ...change }))
        expect(lists.length, text).toBeGreaterThanOrEqual(figures(text));
  });

  it("says so when nothing is tracked or read", () => {
    expect(say({ tracked: 0, read: 0 })).toBe("No project is tracked yet.");
    expect(say({ tracked: 1, read: 0 })).toBe("1 project is tracked; none has been read yet.");
  });
});
