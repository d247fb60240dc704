import type { Model } from "#lib/scan/model/model";

/** Computes something once for each model, and again for the next one only if what it asked has other answers there. */
export function perModel<T>(compute: (model: Model) => T): (model: Model) => T {
  return (model) => model.recall(compute, compute);
}

/** The same for each of many things that are asked about; `before` is what the last model gave, if that no longer holds. */
export function perItem<K extends object, T>(
  compute: (model: Model, item: K, before?: T) => T,
): (model: Model, item: K) => T {
  const of = new WeakMap<K, (model: Model, before?: T) => T>();
  return (model, item) => {
    let mine = of.get(item);
    if (!mine) {
      mine = (next, before) => compute(next, item, before);
      of.set(item, mine);
    }
    return model.recall(item, mine);
  };
}
