import { parseArgs } from "node:util";
import { AppError } from "#lib/errors";
import { rules } from "#lib/rules/index";
import type { RuleMeta } from "#lib/scan/rule";

/** `explain <rule>`: a rule by its code or slug, in plain text. */
export async function runExplain(args: string[]): Promise<number> {
  const { positionals } = parseArgs({ args, allowPositionals: true });
  const [name = ""] = positionals;
  const asked = name.toLowerCase();
  const rule = rules.find(({ code, slug }) => code.toLowerCase() === asked || slug === asked);
  if (!rule) {
    const list = rules.map(({ code, slug }) => `  ${code}  ${slug}`).join("\n");
    throw new AppError("usage", name ? `There is no rule "${name}".` : "explain what?", `Name one of\n${list}`);
  }
  process.stdout.write(`${sections(rule).join("\n\n")}\n`);
  return 0;
}

function sections(rule: RuleMeta): string[] {
  const { code, slug, title, severity, owner, group, summary, why, effects, remedy, references, milestones } = rule;
  const effect = (name: string, { severity: how, text }: RuleMeta["effects"]["legacy"]) =>
    `  ${name} (${how}): ${text}`;
  return [
    `${code} ${slug}\n${title} · ${severity} · ${owner} · ${group}`,
    summary,
    why.trim(),
    `In sub-interpreters\n${effect("legacy, shared GIL", effects.legacy)}\n${effect("own GIL", effects.ownGil)}`,
    ...(remedy.length > 0 ? [`What to do\n${remedy.map((one) => `  ${one.title}: ${one.text}`).join("\n")}`] : []),
    ...(references.length > 0
      ? [`References\n${references.map((one) => `  ${one.title}\n    ${one.url}`).join("\n")}`]
      : []),
    ...(milestones.length > 0 ? [`Milestones of PyO3#3451: ${milestones.join(", ")}`] : []),
  ];
}
