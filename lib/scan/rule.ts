import type { Confidence, Evidence, Origin, Owner, Scope, Severity, Site } from "#lib/scan/finding";
import type { Crate, Model } from "#lib/scan/model/model";
import type { LegacyGate, OwnGilGate } from "#lib/scan/report";

/** What a hazard does in one kind of interpreter. `none` = nothing to fear there, `refused` = the import fails first. */
export interface Effect {
  severity: Severity | "none" | "refused";
  text: string;
}

/** Versions between which sub-interpreters differ, each up to the next one; `3.9` is the oldest that counts. */
export type CPython = "3.9" | "3.12" | "3.13" | "3.14" | "3.15" | "free-threaded";

export type RuleGroup =
  | "Declaration and initialisation"
  | "Static Python state"
  | "Statics hidden in PyO3 macros"
  | "One-time initialisation and process state"
  | "Types and definitions"
  | "Memory"
  | "Threads and attach"
  | "C-API caches and hooks"
  | "Soundness"
  | "Configuration and evidence";

export interface RuleMeta {
  code: `SI-${string}`;
  slug: string;
  /** Raised when detection changes; part of the ruleset version. */
  revision: number;
  severity: Severity;
  owner: Owner;
  group: RuleGroup;
  /** Names the hazard in a few words: "Static Python pointer". */
  title: string;
  /** One quotable sentence, no adjective, ends with a full stop. */
  summary: string;
  /** Why it matters: paragraphs of Markdown. */
  why: string;
  effects: { legacy: Effect; ownGil: Effect };
  /** Where a version of CPython makes a difference to this hazard: one or two sentences each. */
  versions?: Partial<Record<CPython, string>>;
  remedy: { title: string; text: string }[];
  references: { title: string; url: string }[];
  /** Milestones of PyO3#3451 that it feeds. */
  milestones: ("M1" | "M2" | "M3" | "M4" | "M5" | "M6")[];
}

/** A rule's match in one model, before it has words and identity. */
export interface Sighting<E extends Evidence = Evidence> {
  crate: Crate;
  scope: Scope;
  cfg: string | null;
  item: string;
  symbol: string;
  /** Normalised type or kind that tells two sightings of one symbol apart. */
  shape: string;
  /** At least one; in source order. */
  sites: Site[];
  evidence: E;
  severity?: Severity;
  owner?: Owner;
  confidence?: Confidence;
  origin?: Origin | null;
  root?: string | null;
}

/** What one sighting does to the import gates of extensions, which are its crate's unless `modules` says otherwise. */
export interface GateEffect {
  legacy?: LegacyGate;
  ownGil?: OwnGilGate;
  owner: Owner;
  /** A test asserts that it works; says nothing of the gate itself. */
  tested?: true;
  /** The crate claims support; a critical finding of its own then makes a conflict. */
  declares?: "shared-gil" | "own-gil";
  /** Top-level modules of the crate that it holds for, where not for all; none for those of the crates that are built from it. */
  modules?: readonly string[];
  /** One sentence that a verdict may quote, without a final full stop. */
  because: string;
}

export interface Rule<E extends Evidence = Evidence> extends RuleMeta {
  /** Finds; must not word anything. */
  check(model: Model): Iterable<Sighting<E>>;
  /** Second pass, for a rule that judges what all rules saw together. */
  conclude?(model: Model, seen: readonly Seen[]): Iterable<Sighting<E>>;
  /** Declaration rules only. */
  gate?(evidence: E): GateEffect | null;
  /** Words a sighting: lower-case start, code in backticks, no final full stop. */
  message(evidence: E, symbol: string): string;
}

/** A sighting with the rule that made it. */
export interface Seen {
  rule: Rule;
  sighting: Sighting;
  /** Reason that the source gives for allowing it, or null. */
  suppressed: string | null;
}

/** Keeps a rule's evidence type between `check` and `message` while the registry sees one type. */
export function defineRule<E extends Evidence>(rule: Rule<E>): Rule {
  return rule as unknown as Rule;
}
