import { parseArgs } from "node:util";
import { inlineFacts } from "#lib/commands/inline-facts";
import { cratePaths } from "#lib/commands/project-source";
import { scanSource } from "#lib/commands/scan-source";
import { AppError } from "#lib/errors";
import type { Finding, Severity } from "#lib/scan/finding";
import type { ScanReport } from "#lib/scan/report";
import { choice } from "#workers/cli/choice";
import { withTrees } from "#workers/cli/trees";

const OPTIONS = {
  rev: { type: "string" },
  path: { type: "string", multiple: true },
  since: { type: "string" },
  format: { type: "string", default: "text" },
  "fail-on": { type: "string" },
} as const;

const FORMATS = ["text", "json", "sarif"] as const;
/** Worst first. */
const SEVERITIES = ["blocker", "critical", "moderate", "info"] as const satisfies Severity[];

/** `scan <directory | git directory | URL>`: looks, prints, keeps nothing. */
export async function runScan(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
  const [target, ...more] = positionals;
  if (!target || more.length > 0) {
    const message = target ? "scan looks at one place at a time." : "scan what?";
    throw new AppError("usage", message, "Name one directory, git directory or https URL.");
  }
  const format = choice("format", values.format, FORMATS);
  const failOn = values["fail-on"] === undefined ? null : choice("fail-on", values["fail-on"], SEVERITIES);
  const since = values.since ?? null;
  const request = { target, rev: values.rev ?? null, path: cratePaths(values.path ?? []) };
  const report = await withTrees(request, async (treeAt, tree) => {
    const facts = inlineFacts();
    const seen = await scanSource(tree, facts);
    return since === null ? seen : newer(seen, await scanSource(await treeAt(since), facts));
  });
  process.stdout.write(await print(report, format, since));
  return failOn && report.findings.some((finding) => fails(finding, failOn)) ? 1 : 0;
}

function newer(report: ScanReport, before: ScanReport): ScanReport {
  const known = new Set(before.findings.map(({ fingerprint }) => fingerprint));
  return { ...report, findings: report.findings.filter(({ fingerprint }) => !known.has(fingerprint)) };
}

/** Tests, benches and examples do not ship, and what its source allows was decided; nothing fails because of them. */
function fails({ severity, scope, suppressed }: Finding, failOn: (typeof SEVERITIES)[number]): boolean {
  const worse: readonly Severity[] = SEVERITIES.slice(0, SEVERITIES.indexOf(failOn) + 1);
  return scope === "prod" && suppressed === null && worse.includes(severity);
}

async function print(report: ScanReport, format: (typeof FORMATS)[number], since: string | null): Promise<string> {
  if (format === "json") return `${JSON.stringify(report, null, 2)}\n`;
  if (format === "sarif") {
    const [{ formatSarif }, { rules }] = [await import("#lib/scan/format/sarif"), await import("#lib/rules/index")];
    return formatSarif(report, rules);
  }
  const { formatText } = await import("#lib/scan/format/text");
  return formatText(report, { colour: process.stdout.isTTY === true, since });
}
