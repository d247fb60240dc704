import type { Metadata } from "next";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <div className="head">
      <h1>There is nothing at this address.</h1>
      <p className="dek">
        A project may have been removed, or never have been tracked; a finding keeps its address for as long as its
        project is tracked.
      </p>
      <p className="act">
        <a className="btn go sm" href="/projects">
          All projects
        </a>
        <a className="btn sm" href="/rules">
          All rules
        </a>
      </p>
    </div>
  );
}
