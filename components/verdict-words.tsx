import { plural } from "#components/format";
import type { Verdict } from "#lib/scan/report";

/** May it be imported in a legacy interpreter, and what then: one plain sentence or two. */
export function legacySentence(name: string, { status, gate, gateOwner, unguarded, hazard }: Verdict): string {
  const own = hazard.crate.critical;
  if (status === "not-applicable") return `${name} does not bind to Python’s C API, so no interpreter can refuse it.`;
  switch (gate.legacy) {
    case "loads":
      if (unguarded && own > 0) {
        return `${name} loads here without a check, so ${plural(own, "critical finding")} ${own === 1 ? "is" : "are"} reachable from the second import on.`;
      }
      if (unguarded) {
        return `${name} loads here without a check. Nothing critical is its own; what PyO3 keeps for the process is shared from the second import on.`;
      }
      if (own > 0)
        return `${name} loads here, and ${plural(own, "critical finding")} ${own === 1 ? "is" : "are"} behind the import.`;
      return `${name} loads here, and no known static hazard is behind the import.`;
    case "first-interpreter-only":
      return `Only the first interpreter of a process can import ${name}. In every later one the import raises ImportError.`;
    case "refused":
      return `${name} is refused here, ${byWhom(gateOwner)}.`;
    case "unknown":
      return `Whether ${name} loads here is not known. ${NOT_GOOD_NEWS}`;
  }
}

/** The same question for an interpreter with its own GIL. */
export function ownGilSentence(name: string, { status, gate, gateOwner, tested, hazard }: Verdict): string {
  const own = hazard.crate.critical;
  if (status === "not-applicable") return `${name} has no extension module that CPython 3.12 or later could refuse.`;
  switch (gate.ownGil) {
    case "loads":
      if (own > 0)
        return `${name} loads here by its own declaration, and ${plural(own, "critical finding")} ${own === 1 ? "contradicts" : "contradict"} it.`;
      return `${name} loads here by its own declaration, and no known static hazard contradicts it. ${tested ? "A test of its own asserts that it works." : "No test of its own was found that asserts it."}`;
    case "refused":
      return `${name} is refused here, ${byWhom(gateOwner)}. CPython 3.12 and later raise ImportError.`;
    case "unknown":
      return `Whether ${name} loads here is not known. ${NOT_GOOD_NEWS}`;
  }
}

const NOT_GOOD_NEWS = "The source leaves it open, which is not a good result.";

function byWhom(owner: Verdict["gateOwner"]): string {
  if (owner === "crate") return "by its own choice";
  if (owner === "framework") return "because PyO3 declares no support for it";
  return owner === "dependency" ? "because of a dependency" : "because it declares no support";
}
