import type { Metadata } from "next";
import { plural } from "#components/format";
import { RuleTable } from "#components/rule-table";
import { Section } from "#components/section";
import { rules } from "#lib/queries/rules";
import { context } from "../context";

export const metadata: Metadata = { title: "Rules" };
// Counts come from the database at the time of asking.
export const dynamic = "force-dynamic";

export default async function RulesPage() {
  const { store } = await context();
  const view = await rules(store);
  return (
    <>
      <div className="head">
        <h1>
          {plural(view.total, "rule")} read the source; each says what it reports, what it leaves alone, and what to do.
        </h1>
        <p className="dek">
          A rule names one kind of hazard, or one kind of evidence for readiness. Its examples are its tests. A code
          never changes its meaning.
        </p>
        <p className="facts">
          <span>
            ruleset <b>{view.ruleset}</b>
          </span>
          <span>
            counted over <b>{plural(view.read, "tracked project")}</b>, production code, newest commit read
          </span>
        </p>
      </div>
      {view.groups.map((group, place) => (
        <Section
          key={group.name}
          id={group.name.toLowerCase().replace(/[^a-z]+/g, "-")}
          title={group.name}
          method={plural(group.rules.length, "rule")}
          first={place === 0}
        >
          <RuleTable rules={group.rules} name={group.name} read={view.read} />
        </Section>
      ))}
    </>
  );
}
