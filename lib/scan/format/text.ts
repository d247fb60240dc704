import type { Finding, Severity } from "#lib/scan/finding";
import type { ScanReport, Verdict } from "#lib/scan/report";
import { groupBy } from "#lib/scan/sighting";

export interface TextOptions {
  colour: boolean;
  /** What the findings were compared with; only newer ones are listed. */
  since: string | null;
}

const ORDER: Severity[] = ["blocker", "critical", "moderate", "info", "positive"];
const COLOURS: Record<Severity, string> = {
  blocker: "1;31",
  critical: "31",
  moderate: "33",
  info: "36",
  positive: "32",
};
const MOST_PROBLEMS = 20;

/** For a person at a terminal: findings by severity, then what was not read, then one line per extension. */
export function formatText(report: ScanReport, options: TextOptions): string {
  const paint = (code: string, text: string) => (options.colour ? `\u001b[${code}m${text}\u001b[0m` : text);
  const groups = ORDER.flatMap((severity) => {
    const findings = report.findings.filter((finding) => finding.severity === severity);
    if (findings.length === 0) return [];
    let alone = 0;
    const rows = [...groupBy(findings, (finding) => together(finding) ?? String(alone++)).values()].map(
      ([first, ...others]) => (others.length > 0 ? sharedRow(first!, others) : row(first!)),
    );
    return [[paint(COLOURS[severity], `${severity} (${tally(findings)})`), ...table(rows)].join("\n")];
  });
  if (groups.length === 0 && options.since) groups.push(`Nothing new since ${plain(options.since)}.`);
  else if (groups.length === 0 && report.extensions.length > 0) groups.push("No finding.");
  const parts = [heading(report), ...groups, ...notRead(report), summary(report)];
  return `${parts.join("\n\n")}\n`;
}

/** What stands, and beside it what comments in the source allow. */
function tally(findings: readonly Finding[]): string {
  const allowed = findings.filter(({ suppressed }) => suppressed !== null).length;
  const standing = String(findings.length - allowed);
  return allowed > 0 ? `${standing}, ${allowed} allowed` : standing;
}

function heading({ source, coverage, ruleset }: ScanReport): string {
  const commit = source.commit ? ` at ${source.commit.slice(0, 12)}` : "";
  const size = `${count(coverage.files, "Rust file")}, ${(coverage.bytes / 1e6).toFixed(1)} MB`;
  return `${plain(source.location)}${commit} · ${size} · ruleset ${ruleset}`;
}

function row({ rule, sites, message, scope, owner, cfg, suppressed }: Finding): string[] {
  const [first, ...others] = sites;
  const place = first ? `${first.path}:${first.line}` : "";
  const more = others.length > 0 ? ` (+${others.length} more)` : "";
  const notes = [
    scope === "prod" ? "" : scope,
    owner === "crate" ? "" : owner,
    cfg ? `cfg ${cfg}` : "",
    suppressed === null ? "" : `allowed: ${suppressed}`,
  ].filter(Boolean);
  return [rule, place + more, message + (notes.length > 0 ? ` [${notes.join("; ")}]` : "")].map(plain);
}

/** Statics that share a wrapper are one thing to change, and one line; null for all others. */
function together({ rule, crate, scope, cfg, root, suppressed, evidence }: Finding): string | null {
  return root !== null && evidence.wrapper === root
    ? JSON.stringify([rule, crate, scope, cfg, root, suppressed])
    : null;
}

function sharedRow(first: Finding, others: Finding[]): string[] {
  const declared = first.evidence.typePath?.find(({ label }) => label.split(/[ <]/)[1] === first.root);
  const where = declared?.path ? ` (${declared.path}:${declared.line})` : "";
  const all = 1 + others.length;
  const [rule = "", place = ""] = row({ ...first, sites: [first, ...others].flatMap(({ sites }) => sites) });
  const [, , message = ""] = row({
    ...first,
    message: `${all} statics share one wrapper: ${first.root}${where}; the first is \`${first.symbol}\``,
  });
  return [rule, place, message];
}

function notRead({ coverage }: ScanReport): string[] {
  const lines = coverage.problems
    .slice(0, MOST_PROBLEMS)
    .map((one) => `  ${plain(`${one.path}:${one.line}  ${one.message}`)}`);
  const rest = coverage.problems.length - lines.length;
  if (rest > 0) lines.push(`  … and ${rest} more (--format json lists all)`);
  const parts = lines.length > 0 ? [`Could not be read in full:\n${lines.join("\n")}`] : [];
  const remarks = coverage.remarks.map((one) => `  ${plain(`${one.path}:${one.line}  ${one.message}`)}`);
  if (remarks.length > 0) parts.push(`Comments that allow nothing:\n${remarks.join("\n")}`);
  const opaque = coverage.opaque ?? [];
  if (opaque.length > 0) {
    const [more, rows] = [opaque.length - MOST_PROBLEMS, opaque.slice(0, MOST_PROBLEMS)];
    const listed = table(rows.map(({ path, line, name, why }) => [`${path}:${line}`, name, why].map(plain)));
    if (more > 0) listed.push(`  … and ${more} more (--format json lists all)`);
    parts.push(`${count(opaque.length, "static")} whose type could not be followed:\n${listed.join("\n")}`);
  }
  if (coverage.unscanned.length > 0) parts.push(`Not judged: ${plain(coverage.unscanned.join("; "))}.`);
  return parts;
}

function summary({ extensions, coverage, source, findings }: ScanReport): string {
  if (extensions.length === 0) {
    const where = source.path.length > 0 ? `in ${plain(source.path.join(", "))}` : "here";
    const none = `No Python extension module was found ${where}`;
    if (coverage.problems.length > 0) return `${none}, but one may be hidden: see what could not be read.`;
    return findings.length > 0 ? `${none}.` : `${none}: there is nothing to judge.`;
  }
  const rows = extensions.map(({ name, verdict }) => {
    const { gate, unguarded, hazard } = verdict;
    const guard = unguarded ? " (unguarded)" : "";
    return [
      name,
      `legacy: ${gate.legacy}${guard}`,
      `own GIL: ${gate.ownGil}`,
      hazards(hazard),
      `${verdict.because}`,
    ].map(plain);
  });
  return table(rows, "").join("\n");
}

function hazards({ crate, opaque = 0 }: Verdict["hazard"]): string {
  const { critical, moderate, info } = crate;
  const known =
    critical + moderate + info === 0
      ? "no known static hazard"
      : `${critical} critical, ${moderate} moderate, ${info} info`;
  return opaque > 0 ? `${known}, ${opaque} not followed` : known;
}

/** Every column but the last is padded to its widest cell, within reason. */
function table(rows: string[][], indent = "  "): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.min(64, Math.max(...rows.map((cells) => cells[column]?.length ?? 0))),
  );
  return rows.map((cells) => {
    const padded = cells.map((cell, column) => (column === cells.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)));
    return (indent + padded.join("  ")).trimEnd();
  });
}

const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? "" : "s"}`;

/** Names come from repositories that nobody vouches for: nothing of them may steer a terminal or reorder text. */
function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, "\ufffd");
}
