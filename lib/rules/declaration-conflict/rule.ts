import type { Evidence } from "#lib/scan/finding";
import { builtFrom } from "#lib/scan/model/built-from";
import { reachable } from "#lib/scan/model/condition";
import { defineRule, type Seen } from "#lib/scan/rule";

interface Conflict extends Evidence {
  declares: "shared-gil" | "own-gil";
  critical: number;
  /** The first few, as `SI-010 src/lib.rs:3 NAME`. */
  against: string[];
}

const MOST_NAMED = 5;

export default defineRule<Conflict>({
  code: "SI-009",
  slug: "declaration-conflict",
  revision: 1,
  severity: "critical",
  owner: "crate",
  group: "Declaration and initialisation",
  title: "Declared support, kept state",
  summary: "The module declares support for multiple interpreters and keeps state that only one of them may use.",
  why: "CPython believes the slot. It lets a second interpreter in, and from then on nothing stands between that interpreter and what the crate keeps in statics. A module that declares nothing is refused under an own GIL; a module that declares too much is the one that reaches the hazard.\n\nOnly the crate's own critical findings in shipped code count, in the crate itself and in the local crates that it is built from.",
  effects: {
    legacy: { severity: "critical", text: "As without the declaration: the module loads, and the findings apply." },
    ownGil: {
      severity: "critical",
      text: "The module loads because of the declaration, and the findings apply under two GILs.",
    },
  },
  versions: {
    "3.9": "No slot is read; the module loads and the findings apply.",
    "3.12": "The declaration is what lets the interpreters in that would otherwise refuse.",
    "3.14": "No C is needed to meet it: `concurrent.interpreters` imports what declares an own GIL.",
  },
  remedy: [
    { title: "Clear the findings it names.", text: "Each has its own page with a way to move the state." },
    {
      title: "Until then, lower the declaration.",
      text: "`Py_MOD_MULTIPLE_INTERPRETERS_NOT_SUPPORTED` gives users an ImportError they can read.",
    },
  ],
  references: [
    {
      title: "Py_mod_multiple_interpreters",
      url: "https://docs.python.org/3/c-api/module.html#c.Py_mod_multiple_interpreters",
    },
    { title: "Isolating extension modules", url: "https://docs.python.org/3/howto/isolating-extensions.html" },
  ],
  milestones: ["M3", "M4"],
  *check() {
    // One rule alone cannot see a conflict.
  },
  *conclude(model, seen) {
    for (const { rule, sighting } of seen.filter(shipped)) {
      const declares = rule.gate?.(sighting.evidence)?.declares;
      if (!declares) continue;
      const built = builtFrom(model, sighting.crate);
      const against = seen.filter((s) => shipped(s) && isOwnCritical(s) && built.has(s.sighting.crate));
      if (against.length === 0) continue;
      const named = against
        .slice(0, MOST_NAMED)
        .map((s) => `${s.rule.code} ${s.sighting.sites[0]!.path}:${s.sighting.sites[0]!.line} ${s.sighting.symbol}`);
      const { crate, scope, cfg, item, symbol, sites } = sighting;
      yield {
        crate,
        scope,
        cfg,
        item,
        symbol,
        sites,
        shape: declares,
        evidence: { declares, critical: against.length, against: named },
      };
    }
  },
  message: ({ declares, critical }) =>
    `the module declares support for ${declares === "own-gil" ? "an own GIL" : "interpreters that share the GIL"} beside ${critical} critical ${critical === 1 ? "finding" : "findings"} of its own`,
});

const shipped = ({ sighting }: Seen): boolean => sighting.scope === "prod" && reachable(sighting.cfg);

const isOwnCritical = ({ rule, sighting, suppressed }: Seen): boolean =>
  suppressed === null &&
  (sighting.severity ?? rule.severity) === "critical" &&
  (sighting.owner ?? rule.owner) === "crate";
