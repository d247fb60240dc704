import type { Finding, Severity, Site } from "#lib/scan/finding";
import type { ScanReport } from "#lib/scan/report";
import type { RuleMeta } from "#lib/scan/rule";

const LEVELS: Record<Severity, "error" | "warning" | "note" | "none"> = {
  blocker: "error",
  critical: "error",
  moderate: "warning",
  info: "note",
  positive: "none",
};

/** SARIF 2.1.0, for tools that gather findings of many scanners. */
export function formatSarif(report: ScanReport, rules: readonly RuleMeta[]): string {
  const { source, coverage } = report;
  const run = {
    tool: { driver: { name: "subready", semanticVersion: "0.1.0", rules: rules.map(descriptor) } },
    automationDetails: { id: `subready/${report.ruleset}` },
    ...(source.commit && {
      versionControlProvenance: [{ repositoryUri: uriOf(source.location), revisionId: source.commit }],
    }),
    invocations: [
      {
        executionSuccessful: true,
        toolExecutionNotifications: [...coverage.problems, ...coverage.remarks].map(({ path, line, message }) => ({
          level: "warning",
          message: { text: message },
          locations: [location({ path, line, endLine: line, column: 1 })],
        })),
      },
    ],
    results: report.findings.map((finding) => result(finding, rules)),
  };
  const schema = "https://json.schemastore.org/sarif-2.1.0.json";
  return `${JSON.stringify({ $schema: schema, version: "2.1.0", runs: [run] }, null, 2)}\n`;
}

function descriptor(rule: RuleMeta) {
  const remedies = rule.remedy.map(({ title, text }) => `${title}: ${text}`).join("\n\n");
  return {
    id: rule.code,
    name: rule.slug,
    shortDescription: { text: rule.title },
    fullDescription: { text: rule.summary },
    help: { text: `${rule.why}\n\n${remedies}`.trim(), markdown: `${rule.why}\n\n${remedies}`.trim() },
    defaultConfiguration: { level: LEVELS[rule.severity] },
    properties: { group: rule.group, tags: ["sub-interpreters", ...rule.milestones] },
  };
}

function result(finding: Finding, rules: readonly RuleMeta[]) {
  const [first, ...others] = finding.sites;
  const { severity, owner, scope, confidence, crate, item, symbol, cfg, origin } = finding;
  return {
    ruleId: finding.rule,
    ruleIndex: rules.findIndex((rule) => rule.code === finding.rule),
    kind: severity === "positive" ? "informational" : "fail",
    level: LEVELS[severity],
    message: { text: finding.message },
    locations: first
      ? [{ ...location(first), logicalLocations: [{ name: symbol, fullyQualifiedName: nameOf(finding) }] }]
      : [],
    ...(others.length > 0 && { relatedLocations: others.map(location) }),
    ...(finding.suppressed !== null && {
      suppressions: [{ kind: "inSource", status: "accepted", justification: finding.suppressed }],
    }),
    partialFingerprints: { "subready/v1": finding.fingerprint },
    properties: { severity, owner, scope, confidence, crate, item, cfg, origin },
  };
}

function location({ path, line, endLine, column }: Site) {
  return {
    physicalLocation: {
      artifactLocation: { uri: path.split("/").map(encodeURIComponent).join("/"), uriBaseId: "%SRCROOT%" },
      region: { startLine: line, startColumn: column, endLine },
    },
  };
}

function nameOf({ crate, item, symbol }: Finding): string {
  return [crate, item, symbol].filter(Boolean).join("::");
}

function uriOf(place: string): string {
  if (/^https?:/.test(place)) return place;
  return `file://${place.split("/").map(encodeURIComponent).join("/")}`;
}
