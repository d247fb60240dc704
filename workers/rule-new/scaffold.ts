import { AppError } from "#lib/errors";

export interface RuleName {
  code: string;
  slug: string;
}

/** What the catalogue has already. */
export interface Catalogue {
  taken: readonly RuleName[];
  /** Text of `lib/rules/index.ts`. */
  index: string;
}

/** Files of a new rule by path, its line in the index included. Throws AppError("usage") for a name that cannot be had. */
export function scaffold({ code, slug }: RuleName, { taken, index }: Catalogue): Map<string, string> {
  if (!/^SI-\d{3}$/.test(code)) throw wrong(`“${code}” is no rule code.`, "A code is SI- and three digits: SI-120.");
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)+$/.test(slug))
    throw wrong(`“${slug}” is no slug.`, "Two or more lower-case words with hyphens: static-py-cell.");
  const same = taken.find((rule) => rule.code === code || rule.slug === slug);
  if (same) throw wrong(`${same.code} ${same.slug} exists.`, "A code never changes meaning and is never used again.");
  return new Map([
    [`lib/rules/${slug}/rule.ts`, ruleText(code, slug)],
    [`lib/rules/${slug}/examples.md`, examplesText(slug)],
    ["lib/rules/index.ts", registered(index, [...taken, { code, slug }])],
  ]);
}

const wrong = (message: string, remedy: string): AppError => new AppError("usage", message, remedy);
const camel = (slug: string): string => slug.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

/** The index with one import per rule by slug, and the list in order of code. */
function registered(index: string, rules: readonly RuleName[]): string {
  const byText = (a: string, b: string) => (a < b ? -1 : 1);
  const imports = rules
    .map(({ slug }) => slug)
    .sort(byText)
    .map((slug) => `import ${camel(slug)} from "#lib/rules/${slug}/rule";\n`);
  const entries = rules.toSorted((a, b) => byText(a.code, b.code)).map(({ slug }) => `  ${camel(slug)},\n`);
  return index
    .replace(/(import \w+ from "#lib\/rules\/[\w-]+\/rule";\n)+/, imports.join(""))
    .replace(/(readonly Rule\[\] = \[\n)[^\]]*(\];)/, `$1${entries.join("")}$2`);
}

const ruleText = (code: string, slug: string): string => `import { defineRule } from "#lib/scan/rule";

export default defineRule({
  code: "${code}",
  slug: "${slug}",
  revision: 1,
  severity: "moderate",
  owner: "crate",
  group: "Static Python state",
  title: "What it is, in a few words",
  summary: "One sentence that says what the code does.",
  why: "What happens in a second interpreter because of it.",
  effects: {
    legacy: { severity: "moderate", text: "What happens where interpreters share a GIL." },
    ownGil: { severity: "moderate", text: "What happens where each has its own." },
  },
  remedy: [{ title: "What to do.", text: "How." }],
  references: [{ title: "Isolating extension modules", url: "https://docs.python.org/3/howto/isolating-extensions.html" }],
  milestones: ["M3"],
  *check() {
    // Look at \`model.statics\`, or at what \`select\` picks of calls and functions, and yield what \`sight\` makes of a fact.
  },
  message: (_, symbol) => \`\\\`\${symbol}\\\` …\`,
});
`;

const examplesText = (slug: string): string => `Where it is reported, in one sentence.

## Before and after: what to write instead

\`\`\`rust before
static FOUND: u8 = 0; //~ ${slug} moderate crate
\`\`\`

\`\`\`rust after
const FOUND: u8 = 0;
\`\`\`

## The case that must be found

\`\`\`rust
static FOUND: u8 = 0; //~ ${slug} moderate crate
\`\`\`

## A look-alike that must stay silent

\`\`\`rust
static SILENT: u8 = 0;
\`\`\`
`;
