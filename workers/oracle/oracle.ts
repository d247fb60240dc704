/**
 * `npm run oracle -- <folder of clones>`: every item that tree-sitter's grammar of Rust sees in the HEAD of each clone,
 * our reader must see too, by kind, name and line. Exits 1 at a difference that nobody has explained.
 */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { openRepository } from "#lib/git/repository";
import { absolute } from "#workers/cli/place";
import { keyOf, ourItems } from "#workers/oracle/ours";
import { type Seen, treeSitter } from "#workers/oracle/theirs";
import list from "./explained.json";

/** Differences that are right, each with its reason; without `in`, a path's beginning, one holds everywhere. */
const explained = z
  .array(z.object({ kind: z.string(), name: z.string(), in: z.string().optional(), reason: z.string() }))
  .parse(list);

const folder = process.argv[2];
if (!folder || process.argv.length > 3) {
  console.error("usage: npm run oracle -- <folder of clones>");
  process.exitCode = 2;
} else await run(absolute(folder));

async function run(clones: string): Promise<void> {
  const read = await treeSitter();
  const sum = { repositories: 0, files: 0, items: 0, theirs: 0, explained: 0, open: 0 };
  for (const { name, directory } of clonesIn(clones)) {
    sum.repositories++;
    for (const { path, bytes } of await rustFiles(directory)) {
      const seen = read(new TextDecoder().decode(bytes));
      const ours = ourItems(bytes);
      sum.files++;
      sum.items += seen.length;
      for (const item of seen.filter((one) => !ours.has(keyOf(one)))) {
        const reason = reasonFor(name, path, item);
        if (reason === null) sum.open++;
        else if (item.broken) sum.theirs++;
        else sum.explained++;
        console.log(`${name} ${path}:${item.line} ${item.kind} ${item.name}: ${reason ?? "NOT SEEN BY US"}`);
      }
    }
    console.log(`${name}: read; ${sum.files} files and ${sum.items} items so far`);
  }
  console.log(
    `\n${sum.repositories} repositories, ${sum.files} files, ${sum.items} items: not seen by us ${sum.open}, explained ${sum.explained}, misread by the grammar ${sum.theirs}`,
  );
  if (sum.open > 0) process.exitCode = 1;
}

function reasonFor(repository: string, path: string, { kind, name, broken }: Seen): string | null {
  if (broken) return "the grammar reports an error there";
  const at = `${repository}/${path}`;
  const known = explained.find((one) => one.kind === kind && one.name === name && at.startsWith(one.in ?? ""));
  return known?.reason ?? null;
}

/** Clones in the usual layouts: `name/repo`, a checkout, a bare directory. */
function clonesIn(folder: string): { name: string; directory: string }[] {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const inside = [join(folder, name, "repo"), join(folder, name)];
      const directory = inside.find((path) => existsSync(join(path, "HEAD")) || existsSync(join(path, ".git")));
      return directory ? [{ name, directory }] : [];
    });
}

async function rustFiles(directory: string): Promise<{ path: string; bytes: Uint8Array }[]> {
  const repository = await openRepository(directory);
  const { sha } = await repository.resolve("HEAD");
  const paths = new Map<string, string>();
  for (const { path, oid } of await repository.tree(sha)) if (path.endsWith(".rs")) paths.set(oid, path);
  const files: { path: string; bytes: Uint8Array }[] = [];
  await repository.blobs([...paths.keys()], (oid, bytes) => {
    if (bytes) files.push({ path: paths.get(oid)!, bytes });
  });
  await repository.close();
  return files;
}
