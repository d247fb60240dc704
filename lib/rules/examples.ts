/** One file of an example: its text, and where findings are expected. */
export interface ExampleFile {
  path: string;
  language: string;
  text: string;
  /** Which half of a pair it belongs to; null in an example that stands alone, and for what both halves have. */
  half: "before" | "after" | null;
  expectations: { line: number; slug: string; note: string }[];
}

/** A `##` section of examples.md: a test, and a part of the rule's page. */
export interface Example {
  title: string;
  /** Markdown before the first code block. */
  prose: string;
  files: ExampleFile[];
}

/** An example whose crate is shown twice: as it is reported, and as its author can change it. */
export const isPair = ({ files }: Example): boolean => files.some(({ half }) => half !== null);

/** The files of one half of a pair, in order. */
export const halfOf = (half: "before" | "after", { files }: Example): ExampleFile[] =>
  files.filter((file) => file.half === half || file.half === null);

const MARK = /\s*(?:\/\/|#)~\s*([a-z0-9-]+)\s*(.*)$/;

/**
 * Reads examples.md: text before the first `##` is the introduction; `//~ slug note` at a line's end expects a finding there.
 * After a block's language may stand the half of a pair that it belongs to, and then its path: `rust before src/x.rs`.
 */
export function parseExamples(markdown: string): { intro: string; examples: Example[] } {
  const intro: string[] = [];
  const examples: Example[] = [];
  let file: { header: string; lines: string[] } | null = null;
  for (const line of markdown.split(/\r?\n/)) {
    const example = examples.at(-1);
    if (file) {
      if (line === "```") {
        example?.files.push(exampleFile(file.header, file.lines));
        file = null;
      } else file.lines.push(line);
    } else if (line.startsWith("```")) file = { header: line.slice(3).trim(), lines: [] };
    else if (line.startsWith("## ")) examples.push({ title: line.slice(3).trim(), prose: "", files: [] });
    else if (example) example.prose += `${line}\n`;
    else intro.push(line);
  }
  for (const example of examples) example.prose = example.prose.trim();
  return { intro: intro.join("\n").trim(), examples };
}

function exampleFile(header: string, lines: readonly string[]): ExampleFile {
  const [language = "rust", ...said] = header.split(/\s+/);
  const half = said[0] === "before" || said[0] === "after" ? said[0] : null;
  const path = said[half ? 1 : 0] ?? (language === "toml" ? "Cargo.toml" : "src/lib.rs");
  const expectations: ExampleFile["expectations"] = [];
  const text = lines.map((line, index) => {
    const mark = MARK.exec(line);
    if (!mark) return line;
    expectations.push({ line: index + 1, slug: mark[1]!, note: mark[2]!.trim() });
    return line.slice(0, mark.index);
  });
  return { path, language, half, text: `${text.join("\n")}\n`, expectations };
}
