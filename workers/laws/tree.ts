import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Text of a file of the checkout. */
export const read = (path: string): string => readFileSync(root + path, "utf8");

const ignored = read(".gitignore")
  .split("\n")
  .filter((line) => line !== "")
  .map((line) => line.replace(/\/$/, ""))
  .concat(".git");

/** Every file of the checkout that is committed, with forward slashes. */
export const files: string[] = [...walk("")];

function* walk(folder: string): Generator<string> {
  for (const entry of readdirSync(root + folder, { withFileTypes: true })) {
    const path = `${folder}${entry.name}`;
    if (ignored.includes(path)) continue;
    if (entry.isDirectory()) yield* walk(`${path}/`);
    else yield path;
  }
}

/** Tests, and what only tests use: `test-repository.ts`. */
export const isTest = (path: string): boolean => /\.(test|spec)\.tsx?$|\/test-[\w-]+\.ts$/.test(path);

/** TypeScript files, tests included. */
export const sources: string[] = files.filter((path) => /\.tsx?$/.test(path));

const parsed = new Map<string, ts.SourceFile>();

export function parse(path: string): ts.SourceFile {
  const known = parsed.get(path);
  if (known) return known;
  const kind = path.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const file = ts.createSourceFile(path, read(path), ts.ScriptTarget.Latest, true, kind);
  parsed.set(path, file);
  return file;
}

/** Every node of a file, parents first. */
export function nodes(root: ts.Node): ts.Node[] {
  const found: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(root);
  return found;
}

/** `lib/x.ts:12: text` of every node that a law forbids; only files that match `text` are parsed at all. */
export function breaches(paths: string[], text: RegExp, forbidden: (node: ts.Node) => boolean): string[] {
  return paths
    .filter((path) => text.test(read(path)))
    .flatMap((path) => {
      const file = parse(path);
      return nodes(file)
        .filter(forbidden)
        .map((node) => `${place(file, node)}: ${node.getText()}`);
    });
}

/** `lib/x.ts:12`, 1-based. */
function place(file: ts.SourceFile, node: ts.Node): string {
  return `${file.fileName}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
}
