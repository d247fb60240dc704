import { clean, count, plural } from "#components/format";
import type { RuleShare, RuleView } from "#lib/queries/rule";
import type { Amount } from "#lib/queries/rule-tallies";

// The bar leaves this much of its column to the figures behind it.
const room = "250px";

/** Tracked projects by findings of one rule, with the causes behind them. */
export function RuleShares({ view }: { view: RuleView }) {
  const { shares, rest, meta, read } = view;
  if (shares.length === 0) return <None read={read} />;
  const most = Math.max(...shares.map((share) => share.places), rest?.places ?? 0);
  return (
    <div className="bars close">
      {shares.map((share) => (
        <Share key={share.slug} share={share} most={most} rule={meta.slug} mark={fillOf(view)} />
      ))}
      {rest && (
        <div className="row">
          <div className="q">{plural(rest.projects, "more project")}</div>
          <Bar amount={rest} most={most} mark={fillOf(view)} />
        </div>
      )}
    </div>
  );
}

function None({ read }: { read: number }) {
  return (
    <div className="state-box">
      <p className="say">
        {read === 0 ? "Nothing has been read yet." : `None of ${plural(read, "tracked project")} has it.`}
      </p>
      <p className="q">
        <a href="/activity">Activity</a> shows what the worker is reading.
      </p>
    </div>
  );
}

function Share({ share, most, rule, mark }: { share: RuleShare; most: number; rule: string; mark: string }) {
  return (
    <div className="row">
      <div>
        <b>
          <a className="plain" href={`/projects/${share.slug}/findings?rule=${rule}`}>
            {share.slug}
          </a>
        </b>{" "}
        <span className="q small names">
          {share.names.map((name) => (
            <code key={name}>{clean(name, 60)}</code>
          ))}
        </span>
      </div>
      <Bar amount={share} most={most} mark={mark} />
    </div>
  );
}

function Bar({ amount, most, mark }: { amount: Amount; most: number; mark: string }) {
  const { findings, places, causes } = amount;
  return (
    <div className="bar">
      <i className={mark} style={{ width: `calc((100% - ${room}) * ${(places / most).toFixed(4)})` }} />
      <b>{count(places)}</b>
      <span>
        {places === 1 ? "place" : "places"}
        {places > findings && `, ${plural(findings, "finding")}`}, {plural(causes, "root cause")}
      </span>
    </div>
  );
}

function fillOf({ meta }: RuleView): string {
  if (meta.severity === "positive") return "u-declared";
  if (meta.severity === "info") return "u-none";
  return meta.severity === "moderate" ? "u-audit" : "u-hazard";
}
