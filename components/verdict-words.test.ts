import { describe, expect, it } from "vitest";
import { legacySentence, ownGilSentence } from "#components/verdict-words";
import type { Verdict } from "#lib/scan/report";

const none = { critical: 0, moderate: 0, info: 0 };
const orjson: Verdict = {
  status: "hazardous",
  gate: { legacy: "loads", ownGil: "refused" },
  gateOwner: "crate",
  tested: false,
  unguarded: true,
  because: "",
  hazard: { crate: { ...none, critical: 25 }, framework: none, dependency: none },
};

describe("the answer to “may I import this?”", () => {
  it("differs by kind of interpreter", () => {
    expect(legacySentence("orjson", orjson)).toBe(
      "orjson loads here without a check, so 25 critical findings are reachable from the second import on.",
    );
    expect(ownGilSentence("orjson", orjson)).toBe(
      "orjson is refused here, by its own choice. CPython 3.12 and later raise ImportError.",
    );
  });

  it("says whose decision a refusal is", () => {
    expect(ownGilSentence("nh3", { ...orjson, gateOwner: "framework" })).toContain("because PyO3 declares no support");
    expect(
      legacySentence("nh3", { ...orjson, gate: { legacy: "first-interpreter-only", ownGil: "refused" } }),
    ).toContain("Only the first interpreter of a process can import nh3.");
  });

  it("names a conflict and never says safe", () => {
    const declared: Verdict = { ...orjson, gate: { legacy: "loads", ownGil: "loads" }, unguarded: false };
    expect(ownGilSentence("leaky", declared)).toContain("25 critical findings contradict it");
    const clean = { ...declared, hazard: { ...declared.hazard, crate: none } };
    expect(ownGilSentence("whenever", clean)).toBe(
      "whenever loads here by its own declaration, and no known static hazard contradicts it. No test of its own was found that asserts it.",
    );
    for (const verdict of [orjson, declared, clean]) {
      expect(legacySentence("x", verdict) + ownGilSentence("x", verdict)).not.toMatch(/safe/i);
    }
  });

  it("does not pass off what is unknown as a result", () => {
    const unknown: Verdict = { ...orjson, gate: { legacy: "unknown", ownGil: "unknown" } };
    expect(legacySentence("connectorx", unknown)).toContain("is not known");
    expect(ownGilSentence("connectorx", unknown)).toContain("is not known");
  });
});
