import { expect, test, vi } from "vitest";
import { runExplain } from "#workers/cli/explain";

async function explained(name: string): Promise<string> {
  let out = "";
  const write = vi.spyOn(process.stdout, "write").mockImplementation((chunk) => {
    out += chunk;
    return true;
  });
  await runExplain([name]).finally(() => write.mockRestore());
  return out;
}

test("explains a rule by code or slug", async () => {
  const said = await explained("si-010");
  expect(said).toMatch(/^SI-010 static-py-pointer\n/);
  expect(said).toContain("In sub-interpreters");
  expect(await explained("static-py-pointer")).toBe(said);
});

test("lists the rules when there is none of that name", async () => {
  await expect(runExplain(["SI-999"])).rejects.toMatchObject({
    code: "usage",
    message: 'There is no rule "SI-999".',
    remedy: expect.stringContaining("SI-010  static-py-pointer"),
  });
});
