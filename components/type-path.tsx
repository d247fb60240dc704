import type { CSSProperties } from "react";
import { clean } from "#components/format";
import { LineLink } from "#components/line-link";
import type { Origin } from "#components/source";
import { Words } from "#components/words";
import type { TypeStep } from "#lib/scan/finding";

const deepest = 9;

interface TypePathProps {
  steps: TypeStep[];
  origin: Origin;
  sha: string | null;
}

/** Staircase from a static to the Python reference that it keeps: dot, rings, diamond. */
export function TypePath({ steps, origin, sha }: TypePathProps) {
  return (
    <ol className="chain">
      {steps.map((step, place) => (
        <li
          key={`${step.label} ${step.kind} ${String(place)}`}
          className={place === 0 ? "start" : place === steps.length - 1 ? "root" : undefined}
          style={{ "--d": Math.min(place, deepest) } as CSSProperties}
        >
          <span className="t">{clean(step.label, 160)}</span>
          <span className="k">
            <Words text={step.kind} cap={120} />
          </span>
          <span className="at">
            {step.path !== null && step.line !== null ? (
              <LineLink origin={origin} sha={sha} lines={{ path: step.path, line: step.line }} brief={place > 0} />
            ) : (
              <span className="qq">{step.path === null ? "" : clean(step.path)}</span>
            )}
          </span>
        </li>
      ))}
    </ol>
  );
}
