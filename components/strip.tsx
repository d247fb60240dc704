import type { ReactNode } from "react";
import { Counted } from "#components/rows";
import type { StripMark } from "#lib/queries/overview";

type Group = StripMark["group"];

const GROUPS: { group: Group; fill: string; one: string; many: string; state: string }[] = [
  {
    group: "conflict",
    fill: "u-hazard",
    one: "declares support over critical findings",
    many: "declare support over critical findings",
    state: "conflict",
  },
  {
    group: "declared",
    fill: "u-declared",
    one: "declares own-GIL support, no critical finding of its own",
    many: "declare own-GIL support, no critical finding of their own",
    state: "declared",
  },
  {
    group: "candidate",
    fill: "u-candidate",
    one: "candidate: nothing of its own in the way",
    many: "candidates: nothing of their own in the way",
    state: "candidate",
  },
  {
    group: "needs-audit",
    fill: "u-audit",
    one: "needs audit: moderate or opaque findings",
    many: "need audit: moderate or opaque findings",
    state: "needs audit",
  },
  {
    group: "hazardous",
    fill: "u-hazard",
    one: "hazardous: at least one critical finding in its own code",
    many: "hazardous: at least one critical finding in their own code",
    state: "hazardous",
  },
  {
    group: "unknown",
    fill: "u-none",
    one: "unknown: the source does not say",
    many: "unknown: the source does not say",
    state: "unknown",
  },
  {
    group: "not-applicable",
    fill: "u-none",
    one: "not applicable: no Python extension",
    many: "not applicable: no Python extension",
    state: "not applicable",
  },
  { group: "unread", fill: "u-unread", one: "not read yet", many: "not read yet", state: "not read yet" },
  {
    group: "failed",
    fill: "u-failed",
    one: "could not be read",
    many: "could not be read",
    state: "could not be read",
  },
];

/** The others are a status. */
const QUERIES: { [G in Group]?: string } = { unread: "is:unread", failed: "is:unreadable" };

/** One mark per tracked project, grouped by status; each is a link. */
export function Strip({ marks }: { marks: StripMark[] }) {
  return (
    <div className="strip">
      {GROUPS.map(({ group, fill, one, many, state }) => {
        const members = marks.filter((mark) => mark.group === group);
        if (members.length === 0) return null;
        return (
          <StripGroup key={group} group={group} words={members.length === 1 ? one : many} members={members.length}>
            {members.map(({ slug }) => (
              <li key={slug}>
                <a className={fill} href={`/projects/${slug}`} title={slug}>
                  <span className="sr">
                    {slug}, {state}
                  </span>
                </a>
              </li>
            ))}
          </StripGroup>
        );
      })}
    </div>
  );
}

interface StripGroupProps {
  group: Group;
  words: string;
  members: number;
  children: ReactNode;
}

function StripGroup({ group, words, members, children }: StripGroupProps) {
  const query = QUERIES[group] ?? `status:${group}`;
  return (
    <div className="grp">
      <ol>{children}</ol>
      <p>
        <b>
          <Counted n={members} href={`/projects?q=${query}`} />
        </b>{" "}
        {words}
      </p>
    </div>
  );
}
