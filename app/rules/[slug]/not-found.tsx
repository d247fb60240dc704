export default function RuleNotFound() {
  return (
    <div className="head">
      <p className="crumb">
        <a href="/rules">Rules</a>
      </p>
      <h1>No rule has this name.</h1>
      <p className="dek">
        A rule is found by its slug or by its code, such as SI-010. Codes never change their meaning.
      </p>
      <p className="act">
        <a className="btn" href="/rules">
          All rules
        </a>
      </p>
    </div>
  );
}
