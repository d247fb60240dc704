import type { Store } from "#lib/db/store";
import { type Figures, GIL_CELL, ownStatics } from "#lib/milestones/ecosystem";
import { frameworkSource } from "#lib/milestones/milestone";
import { liftedBy } from "#lib/milestones/upstream";
import type { Load, ProjectStanding } from "#lib/milestones/what-if";
import { concluded, remembered } from "#lib/queries/remembered";
import type { Owner, Severity } from "#lib/scan/finding";
import type { Binding, LegacyGate, OwnGilGate, Status, Verdict } from "#lib/scan/report";
import { groupBy } from "#lib/scan/sighting";
import { counts } from "#lib/scan/verdict";

/** A tracked project that was read, as milestones look at it. */
export interface Standing extends ProjectStanding {
  figures: Figures;
  /** The findings that `figures.gilCells` counts. */
  gilCells: GilCell[];
  /** PyO3 itself or a copy of it: it is measured by checks and is no part of the ecosystem's figures. */
  framework: boolean;
}

/** A finding with a cell that locks with the GIL. */
export interface GilCell {
  id: string;
  symbol: string;
}

interface Row {
  id: string;
  slug: string;
  source: string;
  status: Status;
  gateLegacy: LegacyGate | null;
  gateOwnGil: OwnGilGate | null;
  unguarded: number;
  binding: Binding | null;
  pyo3Version: string | null;
  /** Extensions that somebody else than PyO3 refuses. */
  refusedElsewhere: number;
  /** Statics of its worst extension whose type could not be followed. */
  opaque: number | null;
}

interface FindingSum {
  projectId: string;
  rule: string;
  owner: Owner;
  severity: Severity;
  cfg: string | null;
  suppressed: string | null;
  /** Empty where no change asks for it. */
  symbol: string;
  through: string;
  findings: number;
  places: number;
  definesPyo3: number;
  /** JSON array of GilCell: those of the group whose types may name such a cell. */
  gil: string;
}

/** A crate `pyo3` at the root of the repository is PyO3, whatever the address: a mirror, a fork, a clone on this disk. */
const DEFINES_PYO3 = "MAX(crate = 'pyo3' AND path GLOB 'src/*')";

/** What an upstream change is recognised by, as text, so that findings of one cause are one row. */
export const SYMBOL = "CASE WHEN owner = 'dependency' THEN symbol ELSE '' END";
export const THROUGH = `CASE WHEN owner = 'framework' THEN '' ELSE coalesce(
  (SELECT group_concat(value ->> 'label', ' ') FROM json_each(evidence, '$.typePath')),
  evidence ->> 'type', evidence ->> 'by', '') END`;

/** Every tracked project that was read, by slug. */
export function standingsOf(store: Store): readonly Standing[] {
  return remembered(store, "standings", (ids) => {
    const asked = JSON.stringify(ids);
    const { rows, sums } = store.read((sql) => ({
      rows: sql
        .prepare<[string], Row>(
          `SELECT p.id, p.slug, p.source, p.status, p.gateLegacy, p.gateOwnGil, p.unguarded, p.binding, p.pyo3Version,
            (SELECT COUNT(*) FROM Extension e WHERE e.projectId = p.id AND e.gateOwner IS NOT 'framework') AS refusedElsewhere,
            (SELECT MAX(e.hazard ->> 'opaque') FROM Extension e WHERE e.projectId = p.id) AS opaque
           FROM Project p WHERE p.id IN (SELECT value FROM json_each(?))`,
        )
        .all(asked),
      sums: sql
        .prepare<[string], FindingSum>(
          `SELECT projectId, rule, owner, severity, cfg, suppressed, ${SYMBOL} AS symbol, ${THROUGH} AS through,
            COUNT(*) AS findings,
            SUM(json_array_length(sites)) AS places, ${DEFINES_PYO3} AS definesPyo3,
            json_group_array(json_object('id', id, 'symbol', Finding.symbol)) FILTER (WHERE evidence LIKE '%GIL%') AS gil
           FROM Finding WHERE projectId IN (SELECT value FROM json_each(?)) AND present AND scope = 'prod'
           GROUP BY projectId, rule, owner, severity, cfg, suppressed, symbol, through`,
        )
        .all(asked),
    }));
    const byProject = groupBy(sums, ({ projectId }) => projectId);
    return new Map(rows.map((row) => [row.id, standingOf(row, byProject.get(row.id) ?? [])]));
  });
}

/** Projects that ship an extension and are not PyO3: every denominator of the ecosystem. */
export function ecosystemOf(store: Store): readonly Standing[] {
  return concluded(standingsOf(store), (all) =>
    all.filter(({ framework, status }) => !framework && status !== "not-applicable"),
  );
}

function standingOf(row: Row, sums: readonly FindingSum[]): Standing {
  const { slug, status, source } = row;
  const loads = loadsOf(sums);
  const hazard = { ...hazardOf(loads), ...(row.opaque && { opaque: row.opaque }) };
  const rules: Record<string, number> = {};
  for (const { rule, suppressed, findings } of sums)
    if (suppressed === null) rules[rule] = (rules[rule] ?? 0) + findings;
  const gilCells = sums.flatMap(({ suppressed, through, gil }) =>
    suppressed === null && GIL_CELL.test(through) ? (JSON.parse(gil) as GilCell[]) : [],
  );
  const gate = { legacy: row.gateLegacy ?? "unknown", ownGil: row.gateOwnGil ?? "unknown" };
  const gateUnknown = gate.legacy === "unknown" || gate.ownGil === "unknown";
  const standing = {
    binding: row.binding ?? "none",
    gate,
    hazard,
    declares: declaresOf(row),
    mostlyUnread: status === "unknown" && !gateUnknown,
  };
  return {
    slug,
    status,
    standing,
    loads,
    onlyFrameworkRefuses: gate.ownGil === "refused" && row.refusedElsewhere === 0,
    figures: {
      ...{ status, rules, pyo3Version: row.pyo3Version },
      ...{ gilCells: gilCells.length, ownCritical: ownCriticalOf(loads) },
    },
    gilCells,
    framework:
      source.toLowerCase() === frameworkSource.toLowerCase() || sums.some(({ definesPyo3 }) => definesPyo3 === 1),
  };
}

const ownCriticalOf = (loads: readonly Load[]): number =>
  loads
    .filter(({ rule, owner, severity }) => owner === "crate" && severity === "critical" && ownStatics.includes(rule))
    .reduce((sum, { findings }) => sum + findings, 0);

/** The store keeps what a verdict said, and what an extension declares follows from it. */
function declaresOf({ status, gateLegacy, unguarded }: Row): "shared-gil" | "own-gil" | null {
  if (status === "declared") return "own-gil";
  return status === "conflict" || (gateLegacy === "loads" && !unguarded) ? "shared-gil" : null;
}

function loadsOf(sums: readonly FindingSum[]): Load[] {
  const loads = new Map<string, Load>();
  for (const { rule, owner, severity, cfg, suppressed, symbol, through, findings, places } of sums) {
    if (!counts({ scope: "prod", cfg, suppressed })) continue;
    const lifts = liftedBy({ rule, owner, symbol, through });
    const key = `${rule} ${owner} ${severity} ${lifts.join()}`;
    const load = loads.get(key);
    loads.set(key, {
      ...{ rule, owner, severity, lifts },
      findings: (load?.findings ?? 0) + findings,
      places: (load?.places ?? 0) + places,
    });
  }
  return [...loads.values()];
}

function hazardOf(loads: readonly Load[]): Verdict["hazard"] {
  const none = () => ({ critical: 0, moderate: 0, info: 0 });
  const hazard = { crate: none(), framework: none(), dependency: none() };
  for (const { owner, severity, places } of loads)
    if (severity === "critical" || severity === "moderate" || severity === "info") hazard[owner][severity] += places;
  return hazard;
}
