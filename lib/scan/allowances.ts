import type { AllowFact } from "#lib/scan/facts/facts";
import type { Site } from "#lib/scan/finding";
import type { SourceFile } from "#lib/scan/model/model";
import type { Problem } from "#lib/scan/report";

/** What comments in the source allow, and whether anything made use of it. */
export class Allowances {
  private readonly byPath = new Map<string, AllowFact[]>();
  private readonly used = new Set<AllowFact>();

  constructor(files: readonly SourceFile[]) {
    for (const { path, facts } of files) if (facts.allows) this.byPath.set(path, facts.allows);
  }

  /** The reason that is given for a finding; null unless every one of its places is allowed. */
  reasonFor(slug: string, sites: readonly Site[]): string | null {
    if (this.byPath.size === 0) return null;
    const allows = sites.map((site) => this.allowAt(slug, site));
    for (const allow of allows) if (allow) this.used.add(allow);
    const [first] = allows;
    return first && allows.every((allow) => allow !== undefined) ? first.reason : null;
  }

  private allowAt(slug: string, { path, line }: Site): AllowFact | undefined {
    return this.byPath.get(path)?.find(({ from, to, slugs, reason }) => {
      return from <= line && line <= to && slugs.includes(slug) && reason !== "";
    });
  }

  /** Comments that do not do what somebody meant them to do. */
  remarks(known: ReadonlySet<string>): Problem[] {
    return [...this.byPath].flatMap(([path, allows]) =>
      allows.flatMap((allow): Problem[] => {
        const message = this.remarkOn(allow, known);
        return message ? [{ path, line: allow.line, message }] : [];
      }),
    );
  }

  private remarkOn(allow: AllowFact, known: ReadonlySet<string>): string | null {
    const unknown = allow.slugs.filter((slug) => !known.has(slug));
    if (allow.slugs.length === 0) return "allows nothing: name a rule, as in `allow(static-py-cell)`";
    if (unknown.length > 0) return `no rule is called \`${unknown[0]}\`; \`subready explain\` lists them`;
    if (allow.reason === "") return "gives no reason, so nothing is allowed: say why after the bracket";
    return this.used.has(allow) ? null : "allows what is not found here any more: remove the comment";
  }
}
