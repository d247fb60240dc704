import type { FactsByKind, Kind, Located, Model, SourceFile } from "#lib/scan/model/model";
import { perFile } from "#lib/scan/model/per-file";
import { placed } from "#lib/scan/model/placed";

/** Facts of one kind that pass a test, in source order. */
export interface Selection<K extends Kind> {
  (model: Model): readonly Located<FactsByKind[K]>[];
  /** One file's part, as the file knows it. */
  in(file: SourceFile): readonly Located<FactsByKind[K]>[];
}

/**
 * Each file is asked once in its place and not again while it stays as it is. Its path, its crate and its facts may tell,
 * though not where a fact ends up: what a macro declares may be given another scope and another condition.
 */
export function select<K extends Kind>(
  kind: K,
  picks: (fact: FactsByKind[K], file: SourceFile) => boolean,
): Selection<K> {
  const inFile = perFile((file) => placed(file).pick(kind, (fact) => picks(fact, file)));
  return Object.assign((model: Model) => model.gather(kind, inFile), { in: inFile });
}
