interface CompareFormProps {
  slug: string;
  /** Tags, oldest first. */
  releases: string[];
  from: string;
  to: string;
}

/** Two ends of a comparison: tags to choose from, or anything else that names a commit. */
export function CompareForm({ slug, releases, from, to }: CompareFormProps) {
  const [before, last] = [releases.at(-2) ?? "", releases.at(-1) ?? ""];
  return (
    <form className="qbar slim" method="get" action={`/projects/${slug}/compare`}>
      <datalist id="releases">
        {releases.toReversed().map((tag) => (
          <option key={tag} value={tag} />
        ))}
      </datalist>
      <label>
        <span>From</span>
        <input
          name="from"
          list="releases"
          defaultValue={from || before}
          placeholder="tag, commit or 2024-06-30"
          required
        />
      </label>
      <label>
        <span>to</span>
        <input name="to" list="releases" defaultValue={to || last} placeholder="tag, commit or date" required />
      </label>
      <button className="btn go" type="submit">
        Compare
      </button>
    </form>
  );
}
