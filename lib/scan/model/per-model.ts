import type { Model } from "#lib/scan/model/model";

/** Computes something once for each model, and again for the next one only if what it asked has other answers there. */
export function perModel<T>(compute: (model: Model) => T): (model: Model) => T {
  return (model) => model.recall(compute, compute);
}

/** The same for each of many things that are asked about; `before` is what the last model gave, if that no longer holds. */
export function perItem<K extends object, T>(
  compute: (model: Model, item: K, before?: T) => T,
): (model: Model, item: K) => T {
  return (model, item) => model.recall(item, compute);
}
