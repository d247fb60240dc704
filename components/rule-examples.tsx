import type { ReactNode } from "react";
import { CodeFrame } from "#components/code-frame";
import { Markdown } from "#components/markdown";
import { SeverityMark } from "#components/marks";
import { Icon } from "#components/sprite";
import { Words } from "#components/words";
import { severities } from "#lib/queries/finding-filter";
import type { Example, ExampleFile } from "#lib/rules/examples";

interface RuleExamplesProps {
  /** The rule's own slug: lines expected of other rules are marked without being its hits. */
  slug: string;
  reported: Example[];
  unreported: Example[];
}

/** What the rule reports beside what only looks like it; every example is also a test of the scanner. */
export function RuleExamples({ slug, reported, unreported }: RuleExamplesProps) {
  return (
    <div className="cols2">
      <Column title={<Head glyph="critical" tone="crit" words="Reported" />} slug={slug} examples={reported} />
      <Column title={<Head glyph="info" tone="inf" words="Not reported" />} slug={slug} examples={unreported} />
    </div>
  );
}

interface HeadProps {
  glyph: "critical" | "info" | "positive";
  tone: string;
  words: string;
  /** Below the heading of what it is a part of. */
  as?: "h3" | "h4";
}

export function Head({ glyph, tone, words, as: Heading = "h3" }: HeadProps) {
  return (
    <Heading className="mk">
      <Icon glyph={glyph} tone={tone} />
      {words}
    </Heading>
  );
}

function Column({ title, slug, examples }: { title: ReactNode; slug: string; examples: Example[] }) {
  return (
    <div>
      {title}
      {examples.length === 0 && <p className="small q">No example.</p>}
      <ul className="look">
        {examples.map((example) => (
          <li key={example.title}>
            <h4>
              <Words text={example.title} />
            </h4>
            <Markdown text={example.prose} />
            {example.files.map((file) => (
              <FileFrame key={file.path} file={file} slug={slug} alone={example.files.length === 1} />
            ))}
          </li>
        ))}
      </ul>
    </div>
  );
}

export function FileFrame({ file, slug, alone }: { file: ExampleFile; slug: string; alone: boolean }) {
  const lines = file.text.replace(/\n+$/, "").split("\n");
  const graver = (note: string) => note.startsWith("critical") || note.startsWith("blocker");
  return (
    <CodeFrame
      calm={!file.expectations.some(({ note }) => graver(note))}
      label={alone && file.language === "rust" ? null : file.path}
      lines={lines.map((text, place) => {
        const expected = file.expectations.find((expectation) => expectation.line === place + 1);
        const note = expected && <Expected expectation={expected} own={expected.slug === slug} />;
        return { number: place + 1, text, hit: expected?.slug === slug, note };
      })}
    />
  );
}

/** A note starts with the severity that is expected, when that is part of the test. */
function Expected({ expectation, own }: { expectation: ExampleFile["expectations"][number]; own: boolean }) {
  const [first = "", ...rest] = expectation.note.split(" ");
  const severity = severities.find((name) => name === first);
  const words = severity ? rest.join(" ") : expectation.note;
  return (
    <>
      {severity ? <SeverityMark severity={severity} /> : "Reported"}
      {!own && ` by ${expectation.slug}`}
      {words && `, ${words}`}
    </>
  );
}
