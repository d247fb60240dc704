import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { ago, Breakable, bytes, clean, day, listed, plural, span, within } from "#components/format";

describe("what a repository wrote", () => {
  it("cannot reorder, hide or break the text around it", () => {
    expect(clean("a\u202Egnp.exe\u2066\u200B")).toBe("agnp.exe");
    expect(clean("two\nlines\u0007")).toBe("two lines");
    expect(clean("Ünïcödé 名前 👩‍💻")).toBe("Ünïcödé 名前 👩‍💻");
  });

  it("breaks after separators", () => {
    expect(renderToStaticMarkup(<Breakable text="src/a::key_map.rs:4" />)).toBe(
      "src/<wbr/>a::<wbr/>key_<wbr/>map.rs:4",
    );
  });

  it("is cut with a mark", () => {
    expect(clean("x".repeat(50), 10)).toBe(`${"x".repeat(9)}…`);
  });
});

describe("numbers and times", () => {
  const now = new Date("2026-11-22T10:00:00Z");
  const earlier = (ms: number) => new Date(now.getTime() - ms);

  it("come with their unit", () => {
    expect([plural(1, "project"), plural(1234, "project"), plural(2, "has", "have")]).toEqual([
      "1 project",
      "1,234 projects",
      "2 have",
    ]);
    expect([bytes(12), bytes(402_118), bytes(41_000_000)]).toEqual(["12 B", "402 kB", "41 MB"]);
    expect(listed(["a", "b", "c"])).toBe("a, b and c");
  });

  it("say an age in one unit", () => {
    expect([30_000, 14 * 60_000, 3 * 3_600_000, 6 * 86_400_000].map((ms) => span(earlier(ms), now))).toEqual([
      "now",
      "14 min",
      "3 h",
      "6 d",
    ]);
    expect([within(earlier(10), now), within(earlier(3 * 3_600_000), now)]).toEqual([
      "in less than a minute",
      "in 3 h",
    ]);
    expect(ago(earlier(10), now)).toBe("just now");
    expect([day(earlier(0), now), day(new Date("2025-12-06T00:00:00Z"), now)]).toEqual(["22 Nov", "6 Dec 2025"]);
  });
});
