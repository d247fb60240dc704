import type { Crate, Model } from "#lib/scan/model/model";

/** The crate and every local crate that is compiled into it. */
export function builtFrom(model: Model, crate: Crate): Set<Crate> {
  const byName = new Map(model.crates.map((c) => [c.name, c]));
  const built = new Set<Crate>();
  const queue = [crate];
  for (let at = queue.pop(); at; at = queue.pop()) {
    if (built.has(at)) continue;
    built.add(at);
    for (const { local, kind } of model.package(at).dependencies) {
      const next = local && kind === "normal" ? byName.get(local) : undefined;
      if (next) queue.push(next);
    }
  }
  return built;
}
