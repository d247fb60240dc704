import { isAbsolute } from "node:path";
import { parseSource } from "#lib/git/remote";
import { openRepository } from "#lib/git/repository";

export interface ProjectSource {
  /** https URL, or an absolute path. */
  source: string;
  kind: "remote" | "local";
  /** Last part of it: the repository's name. */
  name: string;
}

/** Throws AppError("usage") for what is neither an https address nor an absolute path. */
export function projectSource(text: string): ProjectSource {
  const kind = isAbsolute(text) ? "local" : "remote";
  const source = (kind === "local" ? text : parseSource(text)).replace(/(?<=.)\/+$/, "");
  const parts = source.split("/").filter(Boolean);
  // A mirror is often kept as `<name>/repo` or `<name>/.git`.
  while (parts.length > 1 && /^(\.git|repo)$/.test(parts.at(-1) ?? "")) parts.pop();
  return { source, kind, name: (parts.at(-1) ?? "").replace(/\.git$/, "") };
}

/** Throws AppError("not-a-repository") unless git can read it. */
export async function mustBeRepository(path: string): Promise<void> {
  await (await openRepository(path)).close();
}

/** Two spellings of one repository are the same source. */
export function sameSource(a: string, b: string): boolean {
  const plain = (source: string) => {
    if (isAbsolute(source)) return source;
    const url = source.replace(/\/+$/, "").replace(/\.git$/, "");
    return /^https:\/\/github\.com\//i.test(url) ? url.toLowerCase() : url;
  };
  return plain(a) === plain(b);
}

/** `jsonschema_rs` → `jsonschema-rs`: what stands in addresses. */
export function slugOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
}

/** `./python/` → `python`; the repository itself is no path at all. */
export function cratePaths(paths: string[]): string[] {
  const plain = paths.map((path) =>
    path
      .replace(/\\/g, "/")
      .replace(/^(\.\/+)+/, "")
      .replace(/\/+$/, ""),
  );
  return plain.filter((path) => path !== "" && path !== ".");
}
