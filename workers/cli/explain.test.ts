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
  expect(said).toMatch(/By CPython\n {2}3\.9 to 3\.11: .*\n {2}3\.12: .*\n {4}Here: /);
  for (const name of ["static-py-pointer", "SI10", "10"]) expect(await explained(name)).toBe(said);
});

test("suggests the rules that a wrong name is near to", async () => {
  await expect(runExplain(["static-py-pointr"])).rejects.toMatchObject({
    message: 'There is no rule "static-py-pointr".',
    remedy: expect.stringMatching(/^Did you mean\n {2}SI-010 {2}static-py-pointer\n/),
  });
  await expect(runExplain(["interned"])).rejects.toMatchObject({
    remedy: "Did you mean\n  SI-020  interned-string",
  });
  await expect(runExplain(["a", "b"])).rejects.toMatchObject({ message: "explain takes one rule." });
});

test("lists the rules when there is none of that name", async () => {
  await expect(runExplain(["SI-999"])).rejects.toMatchObject({
    code: "usage",
    message: 'There is no rule "SI-999".',
    remedy: expect.stringContaining("SI-010  static-py-pointer"),
  });
});
