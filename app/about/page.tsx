import type { Metadata } from "next";
import { AboutGates } from "#components/about-gates";
import { AboutHazards } from "#components/about-hazards";
import { AboutLimits } from "#components/about-limits";
import { AboutOperation } from "#components/about-operation";
import { plural } from "#components/format";
import { OrjsonAnswers } from "#components/orjson-answers";
import { Section } from "#components/section";
import { countRead } from "#lib/queries/rules";
import { rules, ruleset } from "#lib/rules/index";
import { orjsonAnswers } from "#lib/rules/orjson-answers";
import { FACTS_VERSION } from "#lib/scan/facts/facts";
import manifest from "../../package.json";
import { context } from "../context";

export const metadata: Metadata = { title: "About" };
// The number of projects comes from the database at the time of asking.
export const dynamic = "force-dynamic";

export default async function AboutPage() {
  const { store, env } = await context();
  const read = await countRead(store);
  return (
    <>
      <div className="head">
        <h1>
          subready reads source code and says what it found. It never says that a package is fit for a second
          interpreter.
        </h1>
        <p className="dek">
          Python can run many interpreters in one process. Rust extension modules often keep Python objects in
          process-wide statics, and then the interpreters share them. The pages show who declares support, who is
          refused, who loads with no check, and what would go wrong.
        </p>
        <p className="facts">
          <span>
            version <b>{manifest.version}</b>
          </span>
          <span>
            ruleset <b>{ruleset}</b>, <a href="/rules">{plural(rules.length, "rule")}</a>
          </span>
          <span>
            <b>{plural(read, "project")}</b> read here
          </span>
        </p>
      </div>
      <Section
        id="kinds"
        title="Kinds of interpreter"
        method="Gate: may it be imported? Legacy and own GIL were measured on CPython 3.12.1 and 3.13.0; the rest follows from source."
        first
      >
        <AboutGates />
      </Section>
      <Section id="hazards" title="Hazards" method="Hazard: what happens if it is imported?">
        <AboutHazards />
      </Section>
      <Section
        id="orjson"
        title="Said of orjson"
        method="An early analysis of orjson 3.11.5 led to this project. Where it was wrong or silent, this is so instead."
      >
        <OrjsonAnswers answers={orjsonAnswers} />
      </Section>
      <Section id="limits" title="Limits" method="What a reader of source cannot know.">
        <AboutLimits />
      </Section>
      <Section id="operation" title="This installation" method="What it does, where its data lie, whose they are.">
        <AboutOperation
          syncEveryMinutes={env.syncEveryMinutes}
          versions={{ subready: manifest.version, ruleset, facts: FACTS_VERSION, node: process.versions.node }}
          license={manifest.license}
        />
      </Section>
    </>
  );
}
