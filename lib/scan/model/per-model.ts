import type { Model } from "#lib/scan/model/model";

/** Computes something once for each model, and forgets it with the model. */
export function perModel<T>(compute: (model: Model) => T): (model: Model) => T {
  const known = new WeakMap<Model, { value: T }>();
  return (model) => {
    let found = known.get(model);
    if (!found) {
      found = { value: compute(model) };
      known.set(model, found);
    }
    return found.value;
  };
}
