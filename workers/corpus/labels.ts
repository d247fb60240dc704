import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const entries = z.array(
  z.object({
    file: z.string(),
    repo: z.string(),
    commit: z.string(),
    /** Folders that were read for labels; absent when all were. */
    cover: z.array(z.string()).optional(),
    /** Kinds that were labelled, or were not; absent when all were. */
    kinds: z.array(z.string()).optional(),
    skipKinds: z.array(z.string()).optional(),
  }),
);

const label = z.object({
  path: z.string(),
  kind: z.string(),
  /** A place; without a line, `count` places somewhere in the file. */
  line: z.number().optional(),
  attrLine: z.number().optional(),
  endLine: z.number().optional(),
  symbol: z.string().optional(),
  count: z.number().optional(),
  /** Debatable: neither a report nor its absence is an error. */
  optional: z.boolean().optional(),
});

export type Label = z.infer<typeof label>;
export type Labelled = z.infer<typeof entries>[number] & { labels: Label[] };

/** Reads a folder of labels: `index.json` names a repository, a commit and a file of one JSON object per line. */
export function readLabels(folder: string): Labelled[] {
  const read = (name: string) => readFileSync(join(folder, name), "utf8");
  return entries.parse(JSON.parse(read("index.json"))).map((entry) => ({
    ...entry,
    labels: read(entry.file)
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => label.parse(JSON.parse(line))),
  }));
}
