/** Joins a directory and a relative path of the repository; `.` is the root. */
export function join(dir: string, relative: string): string {
  const parts = dir === "." ? [] : dir.split("/");
  for (const part of relative.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.join("/") || ".";
}

/** The folder that a file of the repository lies in. */
export function dirname(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "." : path.slice(0, slash);
}
