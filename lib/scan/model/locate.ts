import { conjunction, onlyInTests } from "#lib/scan/model/condition";
import type { Located, SourceFile } from "#lib/scan/model/model";

interface Enclosed {
  item: string;
  cfg: string[];
  /** The conjunction of `cfg`. */
  joined: string | null;
  /** Inside a `#[test]` function, or compiled for tests only. */
  test: boolean;
}

/** Gives the facts of one file the item path, condition and scope that its lexical scopes imply. */
export class Locator {
  private readonly enclosed: Enclosed[] = [];

  constructor(private readonly file: SourceFile) {
    const whole: Enclosed = {
      item: file.module,
      cfg: file.cfg,
      joined: conjunction(file.cfg),
      test: onlyInTests(file.cfg),
    };
    for (const scope of file.facts.scopes) {
      const outer = scope.parent >= 0 ? this.enclosed[scope.parent]! : whole;
      const named = scope.kind === "mod" || scope.kind === "fn" || scope.kind === "impl" || scope.kind === "trait";
      const test = scope.attributes.some((a) => a.path === "test" || a.path.endsWith("::test") || a.path === "bench");
      const cfg = scope.cfg.length ? [...outer.cfg, ...scope.cfg] : outer.cfg;
      this.enclosed.push({
        item:
          !named || scope.name === "" ? outer.item : outer.item === "" ? scope.name : `${outer.item}::${scope.name}`,
        cfg,
        joined: cfg === outer.cfg ? outer.joined : conjunction(cfg),
        test: outer.test || test || (cfg !== outer.cfg && onlyInTests(cfg)),
      });
    }
  }

  locate<T extends { scope: number; cfg: string[] }>(fact: T): Located<T> {
    const { file } = this;
    const outer = this.enclosed[fact.scope]!;
    const own = fact.cfg.length ? [...outer.cfg, ...fact.cfg] : null;
    const test = file.scope === "prod" && (outer.test || (own !== null && onlyInTests(own)));
    return {
      fact,
      file,
      crate: file.crate,
      scope: test ? "test" : file.scope,
      cfg: own ? conjunction(own) : outer.joined,
      item: outer.item,
    };
  }
}
