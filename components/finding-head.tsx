import { declaredSentence } from "#components/finding-effects";
import { ownerWord, scopeWords } from "#components/finding-words";
import { Age, Breakable, clean, Day, shortSha } from "#components/format";
import { SeverityMark } from "#components/marks";
import { Icon } from "#components/sprite";
import { asSentence, Words } from "#components/words";
import type { FindingView } from "#lib/queries/finding";
import type { RuleMeta } from "#lib/scan/rule";

interface FindingHeadProps {
  view: FindingView;
  /** Null when the ruleset no longer has the rule. */
  rule: RuleMeta | null;
  now: Date;
}

/** Name, sentence and facts of one finding; what is no longer true of it stands above. */
export function FindingHead({ view, rule, now }: FindingHeadProps) {
  const { project } = view;
  const declared = declaredSentence(view);
  const name = [view.item, view.symbol].filter(Boolean).join("::") || view.crate;
  return (
    <div className="head">
      <p className="crumb">
        <a href="/projects">Projects</a> / <a href={`/projects/${project.slug}`}>{project.slug}</a> /{" "}
        <a href={`/projects/${project.slug}/findings`}>Findings</a> / {view.rule}
      </p>
      <Past view={view} now={now} />
      <h1>
        <code>
          <Breakable text={clean(name, 160)} />
        </code>
      </h1>
      <p className="verdict-line">
        <Words text={asSentence(view.message)} />
      </p>
      <p className="facts">
        <SeverityMark severity={view.severity} />
        <span>
          owner <b>{ownerWord(view.owner)}</b>
        </span>
        <span>
          rule {rule ? <a href={`/rules/${rule.slug}`}>{rule.slug}</a> : <code>{clean(view.slug)}</code>} · {view.rule}
        </span>
        <span>
          confidence <b>{view.confidence}</b>
        </span>
        {view.scope !== "prod" && (
          <span>
            code of <b>{scopeWords[view.scope]}</b>, not scored
          </span>
        )}
        {view.cfg !== null && (
          <span>
            condition <code>{clean(view.cfg)}</code>
          </span>
        )}
        {view.present && view.seenAt && view.scannedAt && (
          <span>
            read at <code>{shortSha(view.seenAt)}</code>, <Age date={view.scannedAt} now={now} suffix />
          </span>
        )}
      </p>
      {view.suppressed !== null && (
        <p className="dek">
          Allowed by a comment in the source, so it is not counted: <q>{clean(view.suppressed, 300)}</q>
        </p>
      )}
      {declared && <p className="dek">{declared}</p>}
      {!rule && <p className="dek">The present ruleset no longer has this rule, so its reasons are not shown.</p>}
    </div>
  );
}

function Past({ view, now }: { view: FindingView; now: Date }) {
  const gone = view.present ? null : (view.life.spans.at(-1)?.to ?? null);
  return (
    <>
      {view.project.removedAt && (
        <p className="banner">
          <b>
            <Icon glyph="moderate" /> No longer tracked
          </b>
          <span>
            {view.project.slug} was taken off the list on <Day date={view.project.removedAt} now={now} />. What follows
            was true then.
          </span>
        </p>
      )}
      {!view.present && (
        <p className="banner calm">
          <b>
            <Icon glyph="fixed" /> Fixed
          </b>
          {gone ? (
            <span>
              It is no longer there since <code>{shortSha(gone.sha)}</code>, <Day date={gone.committedAt} now={now} />:{" "}
              {clean(gone.subject, 120)}. What follows was true before.
            </span>
          ) : (
            <span>It is no longer there. What follows was true before.</span>
          )}
        </p>
      )}
    </>
  );
}
