import { clean } from "#components/format";

interface ActivityFilterProps {
  projects: string[];
  chosen: string | null;
  /** A project that was asked for and is not tracked. */
  unknown: string | null;
}

/** Narrows the page to one project. */
export function ActivityFilterForm({ projects, chosen, unknown }: ActivityFilterProps) {
  if (projects.length === 0) return null;
  return (
    <form className="pick" method="get" action="/activity">
      <label htmlFor="activity-project">Project</label>
      <select id="activity-project" name="project" defaultValue={chosen ?? ""}>
        <option value="">all</option>
        {projects.map((slug) => (
          <option key={slug}>{slug}</option>
        ))}
      </select>
      <button className="btn sm" type="submit">
        Show
      </button>
      {chosen && <a href="/activity">All projects</a>}
      {unknown !== null && <span className="q">“{clean(unknown, 60)}” is not tracked, so all projects are shown.</span>}
    </form>
  );
}
