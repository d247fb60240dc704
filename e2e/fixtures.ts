import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test as base, expect } from "@playwright/test";
import { type Product, startProduct } from "./product";
import { guarded, unguarded, withoutPython } from "./repositories";

interface Shared {
  repositories: string;
  /** Three projects that were read and one whose address leads nowhere. Nobody may change it. */
  product: Product;
}

interface Own {
  /** Tracks nothing, and belongs to one test. */
  emptyProduct: Product;
}

/** `page` begins at the shared product. */
export const test = base.extend<Own, Shared>({
  repositories: [
    async ({ browserName: _ }, provide) => {
      const folder = await mkdtemp(join(tmpdir(), "subready-repositories-"));
      await provide(folder);
      await rm(folder, { recursive: true, force: true });
    },
    { scope: "worker" },
  ],
  product: [
    async ({ repositories }, provide) => {
      const readable = await Promise.all([guarded, unguarded, withoutPython].map((make) => make(repositories)));
      const product = await startProduct([...readable, join(repositories, "nowhere.git")]);
      await product.settled();
      await provide(product);
      await product.stop();
    },
    { scope: "worker", timeout: 120_000 },
  ],
  emptyProduct: async ({ repositories: _ }, provide) => {
    const product = await startProduct([]);
    await provide(product);
    await product.stop();
  },
  baseURL: async ({ product }, provide) => provide(product.url),
});

export { expect };
