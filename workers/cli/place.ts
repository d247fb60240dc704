import { existsSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { AppError } from "#lib/errors";

/** A path as the person who typed it means it: npm starts scripts in the project's own folder. */
export function absolute(path: string): string {
  const { npm_lifecycle_event = "", INIT_CWD } = process.env;
  return resolve(
    ["subready", "bench", "corpus", "oracle", "snapshot"].includes(npm_lifecycle_event) && INIT_CWD
      ? INIT_CWD
      : process.cwd(),
    path,
  );
}

export const isAddress = (text: string) => /^[a-z][a-z0-9+.-]*:\/\//i.test(text) || /^git@/.test(text);

/** What a folder is: the object store itself, a checkout with one inside, or neither. */
export function kindOf(folder: string): "git directory" | "checkout" | "directory" {
  const stat = statOf(folder);
  if (!stat)
    throw new AppError("usage", `There is no ${folder}.`, "Give a directory, a git directory or an https URL.");
  if (!stat.isDirectory()) {
    throw new AppError("usage", `${folder} is a file.`, "Give the directory of the repository or crate.");
  }
  if (existsSync(join(folder, ".git"))) return "checkout";
  const parts = ["HEAD", "objects", "refs"].filter((part) => existsSync(join(folder, part)));
  // Two of the three and Cargo nowhere: a damaged one, of which git itself says what is wrong.
  const whole = parts.length === 3 || (parts.length === 2 && !existsSync(join(folder, "Cargo.toml")));
  return whole ? "git directory" : "directory";
}

function statOf(folder: string) {
  try {
    return statSync(folder, { throwIfNoEntry: false });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOTDIR") return undefined;
    const remedy = "See that the path is right and that this user may read it.";
    throw new AppError("unreadable", `${folder} cannot be read (${code}).`, remedy, { cause: error });
  }
}
