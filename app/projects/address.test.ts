import { describe, expect, it } from "vitest";
import { addressOf, readAddress } from "./address";

describe("the address of the project list", () => {
  it("joins typed words and ticked boxes, and reads back as itself", () => {
    const asked = readAddress({ q: "orjson pyo3:>=0.28", gate: ["no-check", "refused"], sort: "-critical", page: "2" });
    const address = addressOf(asked);
    expect(address).toBe("/projects?q=gate:no-check,refused+pyo3:%3E%3D0.28+orjson&sort=-critical&page=2");
    const params = Object.fromEntries(new URL(address, "http://host").searchParams);
    expect(readAddress(params)).toEqual(asked);
  });

  it("is short when nothing is asked, and survives nonsense", () => {
    expect(addressOf(readAddress({}))).toBe("/projects");
    const odd = readAddress({ sort: "-drop table", page: "-4", status: "best", q: ["a", "b"] });
    expect(odd).toMatchObject({ sort: "status", descending: false, page: 1, rejected: ["status:best"] });
    expect(addressOf(odd)).toBe("/projects?q=a+b");
  });
});
