import { Fragment } from "react";
import { count } from "#components/format";
import type { Owner, Severity } from "#lib/scan/finding";

interface RatioProps {
  n: number;
  of: number;
  /** Where the rows stand that it counts. */
  href: string;
}

/** “7 of 8”, and the way to the rows. */
export function Ratio({ n, of, href }: RatioProps) {
  return (
    <a className="plain nw" href={href}>
      <b>{count(n)}</b> of {count(of)}
    </a>
  );
}

interface CountedProps {
  n: number | string;
  href: string;
}

/** A figure on its own, and the way to the rows that it counts. */
export function Counted({ n, href }: CountedProps) {
  return (
    <a className={n === 0 || n === "0" ? "plain nil" : "plain nw"} href={href}>
      {typeof n === "number" ? count(n) : n}
    </a>
  );
}

/** Codes of rules, each leading to its page. */
export function RuleCodes({ codes }: { codes: readonly string[] }) {
  return codes.map((code, at) => (
    <Fragment key={code}>
      {at > 0 && ", "}
      <a className="plain" href={`/rules/${code}`}>
        <code>{code}</code>
      </a>
    </Fragment>
  ));
}

/** What verdicts count of a project, critical and moderate. */
export const weighingUrl = (slug: string, owner: Owner, severities: Severity[] = ["critical", "moderate"]): string => {
  const asked = [["owner", owner], ...severities.map((severity) => ["severity", severity]), ["state", "counted"]];
  return `/projects/${slug}/findings?${new URLSearchParams(asked)}`;
};

/** Every project of today with its answer to a question; without one, all that count. */
export const todayUrl = (ask?: string): string => `/milestones/today${ask ? `?ask=${ask}` : ""}#projects`;

/** The same of a month. */
export const monthUrl = (at: Date, ask?: string): string =>
  `/milestones/months/${at.toISOString().slice(0, 7)}${ask ? `?ask=${ask}` : ""}`;
