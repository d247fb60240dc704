import type { Store } from "#lib/db/store";
import { milestoneOf } from "#lib/queries/milestone";
import { ruleMeta } from "#lib/queries/rule";

/** What an address of the right form names and the store does not have. */
export type Missing =
  | { what: "project" | "finding" | "rule" | "milestone"; name: string }
  | { what: "removed"; name: string; source: string; at: Date };

/** Null when the address leads somewhere, or has a form that only the router can judge. */
export async function missing(store: Store, path: string): Promise<Missing | null> {
  const [, list = "", name = "", part, id, ...rest] = decoded(path).split("/");
  if (name === "" || rest.length > 0) return null;
  if (list === "rules" && part === undefined) return ruleMeta(name) ? null : { what: "rule", name };
  if (list === "milestones" && part === undefined) {
    return questionPages.includes(name) || milestoneOf(name) ? null : { what: "milestone", name };
  }
  if (list === "milestones" && name === "what-if" && part && id === undefined)
    return missing(store, `/projects/${part}`);
  if (list !== "projects" || (part !== undefined && part !== "findings")) return null;
  const project = await store.client.project.findUnique({ where: { slug: name } });
  if (!project) return { what: "project", name };
  if (id) {
    const found = await store.client.finding.count({ where: { id, projectId: project.id } });
    return found > 0 ? null : { what: "finding", name };
  }
  return project.removedAt && { what: "removed", name, source: project.source, at: project.removedAt };
}

/** Beside the milestones, under their address. */
const questionPages = ["what-if", "readiness", "today"];

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
