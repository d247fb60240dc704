export default function FindingNotFound() {
  return (
    <div className="head">
      <p className="crumb">
        <a href="/projects">Projects</a> / Findings
      </p>
      <h1>No finding has this address.</h1>
      <p className="dek">
        A finding keeps its address while its project is in this database, also after it was fixed. This one was never
        recorded here, or it belonged to a project whose records were removed.
      </p>
      <p className="act">
        <a className="btn" href="/projects">
          Tracked projects
        </a>
        <a className="btn" href="/rules">
          Rules
        </a>
        <a className="btn" href="/activity">
          Activity
        </a>
      </p>
    </div>
  );
}
