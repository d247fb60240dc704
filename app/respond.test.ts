import { describe, expect, it } from "vitest";
import { AppError } from "#lib/errors";
import { respond } from "./respond";

const get = (headers: Record<string, string> = {}) => new Request("http://host/api/v1/projects", { headers });

describe("an answer of the API", () => {
  it("is JSON that anyone may read, and 304 for who has it", async () => {
    const first = await respond(get(), async () => ({ tracked: 3 }));
    expect(await first.json()).toEqual({ tracked: 3 });
    expect(first.headers.get("access-control-allow-origin")).toBe("*");
    const etag = first.headers.get("etag") ?? "";
    const second = await respond(get({ "if-none-match": `"other", W/${etag}` }), async () => ({ tracked: 3 }));
    expect([second.status, await second.text()]).toEqual([304, ""]);
    expect((await respond(get({ "if-none-match": etag }), async () => ({ tracked: 4 }))).status).toBe(200);
  });

  it("says what is wrong and what to do", async () => {
    const answer = await respond(get(), async () => {
      throw new AppError("not-found", "No tracked project is called x.", "List them.");
    });
    expect(answer.status).toBe(404);
    expect(await answer.json()).toEqual({
      error: { code: "not-found", message: "No tracked project is called x.", remedy: "List them." },
    });
  });
});
