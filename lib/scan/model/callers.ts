import type { FnFact } from "#lib/scan/facts/facts";
import type { FileChanges } from "#lib/scan/model/file-changes";
import type { Located, SourceFile } from "#lib/scan/model/model";
import { perFile } from "#lib/scan/model/per-file";
import { calleesByBody, placed } from "#lib/scan/model/placed";

type Fns = readonly Located<FnFact>[];

/** Functions by the names of what they call, from commit to commit. */
export class Callers {
  private files: readonly SourceFile[] = [];
  private position: FileChanges["position"] = new Map();
  /** Files that call something of a name; null until a name is asked for. */
  private calling: Map<string, Set<SourceFile>> | null = null;
  private readonly known = new Map<string, Fns>();

  move({ files, gone, come, position }: FileChanges): void {
    this.files = files;
    this.position = position;
    if (!this.calling) return;
    for (const file of gone) for (const name of callersIn(file).keys()) this.forget(name)?.delete(file);
    for (const file of come) this.add(this.calling, file);
  }

  /** In the order of the files; the same list as long as nothing in it changes. */
  named(name: string): Fns {
    if (!this.calling) {
      this.calling = new Map();
      for (const file of this.files) this.add(this.calling, file);
    }
    let found = this.known.get(name);
    if (!found) {
      const files = [...(this.calling.get(name) ?? [])];
      files.sort((a, b) => this.position.get(a)! - this.position.get(b)!);
      found = files.flatMap((file) => callersIn(file).get(name) ?? []);
      this.known.set(name, found);
    }
    return found;
  }

  private add(calling: Map<string, Set<SourceFile>>, file: SourceFile): void {
    for (const name of callersIn(file).keys()) {
      const files = this.forget(name);
      if (files) files.add(file);
      else calling.set(name, new Set([file]));
    }
  }

  private forget(name: string): Set<SourceFile> | undefined {
    this.known.delete(name);
    return this.calling?.get(name);
  }
}

/** By the last segment of what they call. */
const callersIn = perFile((file): ReadonlyMap<string, Fns> => {
  const found = new Map<string, Located<FnFact>[]>();
  const callees = calleesByBody(file);
  for (const fn of placed(file).list("fns"))
    for (const path of callees.get(fn.fact.body) ?? []) {
      const name = path.slice(path.lastIndexOf(":") + 1);
      const fns = found.get(name);
      if (!fns) found.set(name, [fn]);
      else if (fns.at(-1) !== fn) fns.push(fn);
    }
  return found;
});
