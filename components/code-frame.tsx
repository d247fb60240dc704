import type { ReactNode } from "react";
import { clean } from "#components/format";

/** One line of code as text, with its number. */
export interface FramedLine {
  number: number;
  text: string;
  hit: boolean;
  /** Said under the line. */
  note?: ReactNode;
}

interface CodeFrameProps {
  /** What the lines are: a path, or nothing for a lone example. */
  label?: ReactNode;
  link?: ReactNode;
  lines: FramedLine[];
  /** The hit lines are only a place, not a hazard. */
  calm?: boolean;
}

const longest = 240;

/** Code as it was written: escaped, without invisible marks, and wrapped rather than scrolled. */
export function CodeFrame({ label, link, lines, calm = false }: CodeFrameProps) {
  return (
    <div className={calm ? "frame calm" : "frame"}>
      {(label || link) && (
        <header>
          <span>{label}</span>
          {link}
        </header>
      )}
      <pre>
        {lines.map((line) => (
          <code key={line.number} className={line.hit ? "l hit" : "l"} data-n={line.number}>
            {clean(line.text.replaceAll("\t", "    "), longest)}
            {line.note && <span className="said">{line.note}</span>}
          </code>
        ))}
      </pre>
    </div>
  );
}
