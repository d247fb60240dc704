import type { LiteralFact } from "#lib/scan/facts/facts";
import type { Located, Model } from "#lib/scan/model/model";
import { select } from "#lib/scan/model/select";

/** A module definition that says how much state each of its modules has. */
export interface ModuleSize {
  found: Located<LiteralFact>;
  /** As written: `0`, `-1`, `size_of::<State>() as isize`. */
  size: string;
  /** Line of it. */
  line: number;
}

const sizeIn = ({ fields }: LiteralFact) => fields.find(({ name }) => name === "m_size");
const sized = select("literals", (fact) => sizeIn(fact) !== undefined);

export const moduleSizes = (model: Model): ModuleSize[] =>
  sized(model).map((found) => {
    const { value, line } = sizeIn(found.fact)!;
    return { found, size: value, line };
  });
