import { parseArgs } from "node:util";
import { AppError } from "#lib/errors";
import { type VersionRow, versionRows } from "#lib/rules/cpython";
import { rules } from "#lib/rules/index";
import type { RuleMeta } from "#lib/scan/rule";
import { near } from "#workers/cli/near";

/** `explain <rule>`: a rule by its code or slug, in plain text. */
export async function runExplain(args: string[]): Promise<number> {
  const { positionals } = parseArgs({ args, allowPositionals: true });
  const [name = "", ...more] = positionals;
  if (more.length > 0) throw new AppError("usage", "explain takes one rule.", "Name it by its code or its slug.");
  const rule = rules.find(({ code, slug }) => code === codeOf(name) || slug === name.toLowerCase());
  if (!rule) throw new AppError("usage", name ? `There is no rule "${name}".` : "explain which rule?", guess(name));
  process.stdout.write(`${sections(rule).join("\n\n")}\n`);
  return 0;
}

/** `si-10`, `SI010` and `10` are SI-010. */
function codeOf(name: string): string | null {
  const number = /^(?:si)?-?(\d{1,3})$/i.exec(name)?.[1];
  return number ? `SI-${number.padStart(3, "0")}` : null;
}

function guess(name: string): string {
  const slugs = near(
    name.toLowerCase(),
    rules.map(({ slug }) => slug),
  );
  const meant = rules.filter(({ slug }) => slugs.includes(slug));
  const list = (meant.length > 0 ? meant : rules).map(({ code, slug }) => `  ${code}  ${slug}`).join("\n");
  return `${meant.length > 0 ? "Did you mean" : "Name one of"}\n${list}`;
}

function sections(rule: RuleMeta): string[] {
  const { code, slug, title, severity, owner, group, summary, why, effects, remedy, references, milestones } = rule;
  const effect = (name: string, { severity: how, text }: RuleMeta["effects"]["legacy"]) =>
    `  ${name} (${how}): ${text}`;
  const version = ({ cpython, interpreters, hazard }: VersionRow) =>
    `  ${cpython}: ${interpreters}${hazard ? `\n    Here: ${hazard}` : ""}`;
  return [
    `${code} ${slug}\n${title} · ${severity} · ${owner} · ${group}`,
    summary,
    why.trim(),
    `In sub-interpreters\n${effect("legacy, shared GIL", effects.legacy)}\n${effect("own GIL", effects.ownGil)}`,
    `By CPython\n${versionRows(rule).map(version).join("\n")}`,
    ...(remedy.length > 0 ? [`What to do\n${remedy.map((one) => `  ${one.title}: ${one.text}`).join("\n")}`] : []),
    ...(references.length > 0
      ? [`References\n${references.map((one) => `  ${one.title}\n    ${one.url}`).join("\n")}`]
      : []),
    ...(milestones.length > 0 ? [`Milestones of PyO3#3451: ${milestones.join(", ")}`] : []),
  ];
}
