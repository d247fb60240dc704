import { plural } from "#components/format";
import { hostSentence } from "#components/host-failures";
import { Words } from "#components/words";
import type { OverviewView } from "#lib/queries/overview";

/** The start page of a fresh installation: what is known, and what happens next. */
export function FirstRun({ view, workerAlive }: { view: OverviewView; workerAlive: boolean }) {
  const { say, next } = state(view, workerAlive);
  return (
    <div className="state-box">
      <p className="say">
        <Words text={say} />
      </p>
      <p className="q">
        <Words text={next} />
      </p>
      <p className="act">
        <a className="btn go sm" href="/rules">
          Read the rules
        </a>
        {view.tally.tracked > 0 && (
          <a className="btn sm" href="/projects">
            What is tracked
          </a>
        )}
        <a className="btn sm" href="/about">
          How it works
        </a>
      </p>
      <p className="log">npm run --silent subready -- project add ../my-extension</p>
    </div>
  );
}

function state(
  { tally, failures, working, waiting }: OverviewView,
  workerAlive: boolean,
): { say: string; next: string } {
  const offline = "The rules and their examples can be read meanwhile, and a local repository needs no network.";
  if (tally.tracked === 0) {
    return {
      say: "Any repository can be tracked, from an address or a local path.",
      next: "Its findings appear here without a restart.",
    };
  }
  if (!workerAlive) {
    return {
      say: "No worker is running, so nothing is cloned or read.",
      next: "`npm start` runs the pages and the worker together. What is tracked is kept until then.",
    };
  }
  const cause = failures[0];
  if (cause && working.length + waiting === 0) {
    return {
      say: `Nothing has been read, because ${hostSentence(cause)}`,
      next: `${plural(tally.tracked, "project")} ${tally.tracked === 1 ? "starts" : "start"} on their own when that changes. ${offline}`,
    };
  }
  if (cause) {
    return {
      say: `So far, ${hostSentence(cause)}`,
      next: `${plural(working.length + waiting, "project")} ${working.length + waiting === 1 ? "is" : "are"} still to be tried, and what failed is tried again on its own. ${offline}`,
    };
  }
  return {
    say: "The first results arrive on this page.",
    next: `Projects are cloned and read one after another. ${offline}`,
  };
}
