import type { ReactNode } from "react";
import { originWords } from "#components/finding-words";
import { clean } from "#components/format";
import type { FindingView } from "#lib/queries/finding";
import type { Evidence } from "#lib/scan/finding";

const mostItems = 12;
const toldElsewhere = ["typePath", "declared", "origin"];

/** What the rule saw, as plain facts, and what makes this the same finding at the next commit. */
export function FindingEvidence({ view }: { view: FindingView }) {
  const seen = Object.entries(view.evidence).filter(([key]) => !toldElsewhere.includes(key));
  const identity = [view.rule, view.crate, view.item, view.symbol].filter((part) => part !== "");
  return (
    <dl className="kv">
      {seen.map(([key, value]) => {
        const shown = show(value);
        return shown && <Fact key={key} name={spoken(key)} value={shown} />;
      })}
      {view.origin && <Fact name="Origin" value={originWords[view.origin]} />}
      {view.root !== null && (
        <Fact
          name="Root cause"
          value={
            <a href={`/projects/${view.project.slug}/findings?root=${encodeURIComponent(view.root)}`}>
              <code>{clean(view.root, 120)}</code>
            </a>
          }
        />
      )}
      <Fact name="Identity" value={<code>{clean(identity.join(" · "))}</code>} />
      <Fact name="Fingerprint" value={<code>{clean(view.fingerprint, 80)}</code>} />
    </dl>
  );
}

function Fact({ name, value }: { name: string; value: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function show(value: Evidence[string]): ReactNode {
  if (value === null || value === undefined || value === "") return null;
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (!Array.isArray(value)) return typeof value === "number" ? value : <code>{clean(value)}</code>;
  const names = value.filter((item) => typeof item === "string");
  if (names.length === 0) return null;
  const more = names.length - mostItems;
  return (
    <>
      <code>
        {names
          .slice(0, mostItems)
          .map((name) => clean(name, 80))
          .join(", ")}
      </code>
      {more > 0 && <span className="qq"> and {more} more</span>}
    </>
  );
}

/** `initFunction` → “Init function” */
function spoken(key: string): string {
  const words = clean(key, 40)
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replaceAll("_", " ")
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
