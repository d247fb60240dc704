import type { SourceFile } from "#lib/scan/model/model";

/** What the files of one commit and those of the next differ in; a file that did not change is the same object. */
export interface FileChanges {
  /** All that are there now. */
  files: readonly SourceFile[];
  gone: SourceFile[];
  come: SourceFile[];
  /** Of each that is there now, in the order of all; those that stay keep theirs among each other. */
  position: ReadonlyMap<SourceFile, number>;
}

export function fileChanges(before: readonly SourceFile[], now: readonly SourceFile[]): FileChanges {
  const position = new Map(now.map((file, at) => [file, at]));
  const known = new Set(before);
  return {
    files: now,
    gone: before.filter((file) => !position.has(file)),
    come: now.filter((file) => !known.has(file)),
    position,
  };
}
