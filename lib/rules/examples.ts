/** One file of an example: its text, and where findings are expected. */
export interface ExampleFile {
  path: string;
  language: string;
  text: string;
  expectations: { line: number; slug: string; note: string }[];
}

/** A `##` section of examples.md: a test, and a part of the rule's page. */
export interface Example {
  title: string;
  /** Markdown before the first code block. */
  prose: string;
  files: ExampleFile[];
}

const MARK = /\s*(?:\/\/|#)~\s*([a-z0-9-]+)\s*(.*)$/;

/** Reads examples.md: text before the first `##` is the introduction; `//~ slug note` at a line's end expects a finding there. */
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
  const [language = "rust", path = language === "toml" ? "Cargo.toml" : "src/lib.rs"] = header.split(/\s+/);
  const expectations: ExampleFile["expectations"] = [];
  const text = lines.map((line, index) => {
    const mark = MARK.exec(line);
    if (!mark) return line;
    expectations.push({ line: index + 1, slug: mark[1]!, note: mark[2]!.trim() });
    return line.slice(0, mark.index);
  });
  return { path, language, text: `${text.join("\n")}\n`, expectations };
}
