import { join } from "node:path";
import { buildRepository } from "#lib/git/test-repository";
import { expect, test } from "./fixtures";

const cargo = `[package]\nname = "ledger"\nversion = "0.1.0"\n[lib]\ncrate-type = ["cdylib"]\n[dependencies]\npyo3-ffi = "0.28"\n`;
const init = '#[no_mangle] pub unsafe extern "C" fn PyInit_ledger() -> *mut PyObject { std::ptr::null_mut() }';
const source = (...names: string[]) =>
  `use pyo3_ffi::*;\n${names.map((name) => `static mut ${name}: *mut PyObject = std::ptr::null_mut();\n`).join("")}${init}\n`;

test("a project's past is told: its trend, a comparison of two releases, and the life of what was fixed", async ({
  emptyProduct,
  repositories,
  page,
}) => {
  const repository = join(repositories, "ledger.git");
  await buildRepository(repository, [
    {
      message: "begin",
      date: "2024-01-10T00:00:00Z",
      files: { "Cargo.toml": cargo, "src/lib.rs": source("OLD") },
      tag: "1.0.0",
    },
    {
      message: "cache it",
      date: "2024-06-10T00:00:00Z",
      files: { "src/lib.rs": source("OLD", "CACHE") },
      tag: "1.1.0",
    },
    {
      message: "drop the old one",
      date: "2025-02-10T00:00:00Z",
      files: { "src/lib.rs": source("CACHE") },
      tag: "2.0.0",
    },
  ]);
  await emptyProduct.subready("project", "add", repository);
  await emptyProduct.settled();
  const every = page.getByRole("link", { name: /3 commits, every change/ });
  await expect(async () => {
    await page.goto(`${emptyProduct.url}/projects/ledger`);
    await expect(every).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 30_000 });

  await every.click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("1 critical finding");
  await expect(page.getByRole("img", { name: /own findings/ }).first()).toBeVisible();

  await page.getByRole("link", { name: "1 fixed" }).click();
  await expect(page).toHaveURL(/compare\?from=[0-9a-f]{7}&to=[0-9a-f]{7}$/);
  await expect(page.getByRole("heading", { name: "Fixed (1)" })).toBeVisible();
  await page.goBack();

  await page.getByRole("combobox", { name: "From" }).fill("1.0.0");
  await page.getByRole("combobox", { name: "to", exact: true }).fill("2.0.0");
  await page.getByRole("button", { name: "Compare" }).click();
  await expect(page).toHaveURL(/compare\?from=1\.0\.0&to=2\.0\.0$/);
  await expect(page.getByRole("heading", { name: "Appeared (1)" })).toBeVisible();
  await page.getByRole("link", { name: "OLD" }).click();
  await expect(page.getByText("First shipped in 1.0.0, not in 2.0.0 and later.")).toBeVisible();

  const printed = await emptyProduct.subready("history", repository, "--format", "json");
  const { events }: { events: object[] } = JSON.parse(printed);
  expect(events).toContainEqual(expect.objectContaining({ kind: "fixed", symbol: "OLD" }));

  await page.goto(`${emptyProduct.url}/projects/ledger/compare?from=1.0.0&to=9.9`);
  await expect(page.getByText("Nothing on the recorded line of ledger is called “9.9”.")).toBeVisible();
});
