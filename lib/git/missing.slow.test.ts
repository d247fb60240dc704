import { rm } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { syncMirror } from "./mirror";
import type { RemoteAccess } from "./remote";
import { openRepository } from "./repository";
import { recordGit, temporaryFolder } from "./test-git";
import { buildRepository } from "./test-repository";

vi.setConfig({ testTimeout: 60_000 });

describe("fetchMissing", () => {
  const files = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, at) => [`f${at}.rs`, `fn f${at}() {}`]));

  async function mirrored(count: number) {
    const root = await temporaryFolder();
    const origin = join(root, "origin.git");
    await buildRepository(origin, [{ message: "all", date: "2024-05-06T07:08:09Z", files: files(count) }]);
    const access: RemoteAccess = { token: null, limits: { timeoutMs: 30_000, maxBytes: 1e9 }, protocols: ["file"] };
    const dir = join(root, "mirror");
    const { head } = await syncMirror({ ...access, kind: "remote", source: `file://${origin}`, dir });
    const repository = await openRepository(dir, access);
    onTestFinished(() => repository.close());
    const oids = (await repository.tree(head.sha)).map(({ oid }) => oid);
    const absent = async () => {
      let count = 0;
      await repository.blobs(oids, (_, bytes) => (count += bytes ? 0 : 1));
      return count;
    };
    return { origin, repository, oids, absent };
  }

  it("brings all that is absent in one request, and nothing by itself", async () => {
    const { repository, oids, absent } = await mirrored(200);
    expect(await absent()).toBe(200);
    const calls = await recordGit();
    await repository.fetchMissing([...oids, ...oids]);
    expect(await absent()).toBe(0);
    await repository.fetchMissing(oids);
    expect((await calls()).filter((call) => call.startsWith("fetch"))).toHaveLength(1);
  });

  it("asks in batches of five thousand", async () => {
    const { repository, oids, absent } = await mirrored(5_001);
    const calls = await recordGit();
    await repository.fetchMissing(oids);
    expect((await calls()).filter((call) => call.startsWith("fetch"))).toHaveLength(2);
    expect(await absent()).toBe(0);
  });

  it("leaves absent what the server lacks too", async () => {
    const { repository, oids, absent } = await mirrored(3);
    await repository.fetchMissing(["1".repeat(40), ...oids, "2".repeat(40)]);
    expect(await absent()).toBe(0);
  });

  it("says when the server is away, and the mirror stays readable", async () => {
    const { origin, repository, oids, absent } = await mirrored(3);
    await rm(origin, { recursive: true });
    await expect(repository.fetchMissing(oids)).rejects.toMatchObject({ code: "gone" });
    expect(await absent()).toBe(3);
  });

  it("takes object ids only", async () => {
    const { repository } = await mirrored(1);
    await expect(repository.fetchMissing(["+refs/heads/*:refs/heads/*"])).rejects.toMatchObject({
      code: "no-such-revision",
    });
  });
});
