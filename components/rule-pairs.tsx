import type { ReactNode } from "react";
import { Markdown } from "#components/markdown";
import { FileFrame, Head } from "#components/rule-examples";
import { Words } from "#components/words";
import type { RulePair } from "#lib/queries/rule";
import type { ExampleFile } from "#lib/rules/examples";

interface RulePairsProps {
  /** The rule's own slug. */
  slug: string;
  pairs: RulePair[];
}

/** What is reported beside what a crate's author can write instead. */
export function RulePairs({ slug, pairs }: RulePairsProps) {
  return (
    <ul className="look">
      {pairs.map((pair) => (
        <li key={pair.title}>
          <h3>
            <Words text={pair.title} />
          </h3>
          <Markdown text={pair.prose} />
          <div className="cols2 pair">
            <Half head={<Head as="h4" glyph="critical" tone="crit" words="Before" />} slug={slug} files={pair.before} />
            <Half head={<Head as="h4" glyph="positive" tone="pos" words="After" />} slug={slug} files={pair.after} />
          </div>
        </li>
      ))}
    </ul>
  );
}

function Half({ head, slug, files }: { head: ReactNode; slug: string; files: ExampleFile[] }) {
  return (
    <div>
      {head}
      {files.map((file) => (
        <FileFrame key={file.path} file={file} slug={slug} alone={files.length === 1} />
      ))}
    </div>
  );
}
