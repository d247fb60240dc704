import { existsSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { AppError } from "#lib/errors";

/** A path as the person who typed it means it: npm starts scripts in the project's own folder. */
export function absolute(path: string): string {
  const { npm_lifecycle_event, INIT_CWD } = process.env;
  return resolve(npm_lifecycle_event === "subready" && INIT_CWD ? INIT_CWD : process.cwd(), path);
}

export const isAddress = (text: string) => /^[a-z][a-z0-9+.-]*:\/\//i.test(text) || /^git@/.test(text);

/** What a folder is: the object store itself, a checkout with one inside, or neither. */
export function kindOf(folder: string): "git directory" | "checkout" | "directory" {
  const stat = statSync(folder, { throwIfNoEntry: false });
  if (!stat)
    throw new AppError("usage", `There is no ${folder}.`, "Give a directory, a git directory or an https URL.");
  if (!stat.isDirectory()) {
    throw new AppError("usage", `${folder} is a file.`, "Give the directory of the repository or crate.");
  }
  if (existsSync(join(folder, ".git"))) return "checkout";
  return existsSync(join(folder, "HEAD")) && existsSync(join(folder, "objects")) ? "git directory" : "directory";
}
