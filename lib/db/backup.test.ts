import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { backUp } from "#lib/db/backup";
import { testFolder } from "#lib/db/test-folder";
import { openTestStore } from "#lib/db/test-store";

test("a database in use is copied whole, what is still in its log included", async () => {
  const store = await openTestStore();
  await store.client.setting.create({ data: { key: "a", value: "1" } });
  const copy = new Database(backUp(store.file), { readonly: true });
  expect(copy.prepare("SELECT value FROM Setting").all()).toEqual([{ value: "1" }]);
  copy.close();
});

test("the newest five copies stay, and nothing else is touched", async () => {
  const { file } = await openTestStore();
  const at = (day: number) => new Date(Date.UTC(2026, 0, day));
  backUp(file, at(1));
  writeFileSync(join(file, "..", "backups", "mine.db"), "");
  for (let day = 2; day <= 7; day++) backUp(file, at(day));
  const days = [3, 4, 5, 6, 7].map((day) => `subready-2026-01-0${day}T00-00-00-000Z.db`);
  expect(readdirSync(join(file, "..", "backups")).sort()).toEqual(["mine.db", ...days]);
});

test("a copy that fails leaves nothing behind", () => {
  const file = join(testFolder(), "subready.db");
  writeFileSync(file, "not a database".repeat(1000));
  expect(() => backUp(file)).toThrow("The database file is damaged.");
  expect(readdirSync(join(file, "..", "backups"))).toEqual([]);
});
