import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { storeFailure } from "#lib/db/failure";
import { openStore } from "#lib/db/store";
import { testFolder } from "#lib/db/test-folder";
import { openTestStore } from "#lib/db/test-store";

const setting = (key: string, value = "") => ({ data: { key, value } });

test("both connections log ahead, check references and wait for a writer", async () => {
  const store = await openTestStore();
  const pragmas = ["journal_mode", "foreign_keys", "busy_timeout"];
  for (const name of pragmas) {
    const [row] = await store.client.$queryRawUnsafe<object[]>(`PRAGMA ${name}`);
    const [value] = Object.values(row!);
    expect(String(value)).toBe({ journal_mode: "wal", foreign_keys: "1", busy_timeout: "5000" }[name]);
    expect(store.read((sql) => sql.pragma(name, { simple: true })?.toString())).toBe(String(value));
  }
});

test("a transaction is all or nothing, and others see it at once", async () => {
  const store = await openTestStore();
  const put = (key: string) => store.transaction((sql) => sql.prepare("INSERT INTO Setting VALUES (?, '')").run(key));
  put("a");
  expect(() =>
    store.transaction((sql) => {
      sql.prepare("DELETE FROM Setting").run();
      throw new Error("half way");
    }),
  ).toThrow("half way");
  expect(await store.client.setting.count()).toBe(1);
});

test("reading goes on while another process writes, and sees what was there before", async () => {
  const store = await openTestStore();
  const other = await openStore(dirname(store.file));
  await store.client.setting.create(setting("a"));
  store.transaction((sql) => {
    sql.exec("DELETE FROM Setting");
    expect(other.read((reader) => reader.prepare("SELECT key FROM Setting").all())).toEqual([{ key: "a" }]);
  });
  expect(await other.client.setting.count()).toBe(0);
  await other.close();
});

test("times are the same for Prisma and for SQL", async () => {
  const store = await openTestStore();
  const at = new Date("2026-01-02T03:04:05.678Z");
  await store.client.job.create({ data: { name: "x", payload: "{}", dedupeKey: "x", runAt: at } });
  store.transaction((sql) => sql.prepare("UPDATE Job SET startedAt = runAt + 1 WHERE runAt = ?").run(at.getTime()));
  expect((await store.client.job.findFirstOrThrow()).startedAt).toEqual(new Date(at.getTime() + 1));
});

test("a transaction that could wait is refused", async () => {
  const { client } = await openTestStore();
  await expect(client.$transaction(async (inner) => inner.setting.count())).rejects.toThrow("store.transaction");
  await expect(client.$transaction([client.setting.count(), client.job.count()])).rejects.toThrow("store.transaction");
});

test("a full disk is told as such, and what was there stays", async () => {
  const store = await openTestStore();
  await store.client.setting.create(setting("a", "1"));
  await store.client.$executeRawUnsafe("PRAGMA max_page_count = 1");
  const full = { name: "AppError", code: "disk-full" };
  await expect(store.client.setting.create(setting("b", "x".repeat(100_000)))).rejects.toMatchObject(full);
  expect(await store.client.setting.findMany()).toEqual([{ key: "a", value: "1" }]);
});

test("a damaged file is told as such, with a way out", async () => {
  const folder = testFolder();
  writeFileSync(join(folder, "subready.db"), "not a database".repeat(1000));
  const error = await openStore(folder).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: "corrupt", remedy: expect.stringContaining("backups") });
});

test("a data folder that cannot be made is told as such", async () => {
  const folder = testFolder();
  mkdirSync(join(folder, "data", "subready.db"), { recursive: true });
  await expect(openStore(join(folder, "data"))).rejects.toMatchObject({ code: "forbidden" });
});

test("a lock that is not given up is told as such", async () => {
  const { file } = await openTestStore();
  const holder = new Database(file);
  const waiter = new Database(file, { timeout: 0 });
  holder.exec("BEGIN IMMEDIATE");
  const attempt = () => {
    try {
      waiter.exec("BEGIN IMMEDIATE");
    } catch (error) {
      return storeFailure(error);
    }
  };
  expect(attempt()).toMatchObject({ code: "locked" });
  holder.close();
  waiter.close();
});

test("an unknown failure stays what it is", () => {
  const error = new Error("something else");
  expect(storeFailure(error)).toBe(error);
  expect(storeFailure("text")).toBe("text");
});
