import { parseArgs } from "node:util";
import { addProject } from "#lib/commands/add-project";
import type { WorkContext } from "#lib/commands/context";
import { type ListedProject, listProjects } from "#lib/commands/list-projects";
import { removeProject } from "#lib/commands/remove-project";
import { openQueue } from "#lib/db/jobs";
import { openStore } from "#lib/db/store";
import { readEnv } from "#lib/env";
import { AppError } from "#lib/errors";
import { openLog } from "#lib/log";
import { choice } from "#workers/cli/choice";
import { absolute, isAddress } from "#workers/cli/place";

type Act = (ctx: WorkContext) => Promise<string>;

/** `project add|list|remove`: writes to the database that the worker watches. */
export async function runProject([verb = "", ...args]: string[]): Promise<number> {
  const prepare = verb === "add" ? add : verb === "list" ? list : verb === "remove" ? remove : null;
  if (!prepare)
    throw new AppError(
      "usage",
      verb ? `There is no "project ${verb}".` : "project what?",
      "Choose one of add, list, remove.",
    );
  const act = prepare(args);
  const env = readEnv();
  const store = await openStore(env.dataDir);
  const clock = () => new Date();
  try {
    const ctx = { store, env, log: openLog(env.logLevel), clock, queue: openQueue(store, clock) };
    process.stdout.write(`${await act(ctx)}\n`);
    return 0;
  } finally {
    await store.close();
  }
}

function add(args: string[]): Act {
  const options = {
    slug: { type: "string" },
    path: { type: "string", multiple: true },
    pypi: { type: "string" },
  } as const;
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const place = only(positionals, "project add takes one repository.", "Name a directory or an https URL.");
  const source = isAddress(place) ? place : absolute(place);
  return async (ctx) => {
    const { slug, how, source: known } = await addProject(ctx, { ...values, source, paths: values.path });
    if (how === "known") return `${known} is tracked already, as ${slug}.`;
    return `${DONE[how]}: ${slug} (${known}). The worker reads it next.`;
  };
}

const DONE = { added: "Added", revived: "Tracking again", changed: "Tracking other crates" };

function list(args: string[]): Act {
  const { values } = parseArgs({ args, options: { format: { type: "string", default: "text" } } });
  const format = choice("format", values.format, ["text", "json"]);
  return async (ctx) => {
    const projects = await listProjects(ctx);
    if (format === "json") return JSON.stringify(projects, null, 2);
    return projects.length > 0
      ? projects.map(line).join("\n")
      : "Nothing is tracked yet. Start subready, or add a project.";
  };
}

function line({ slug, state, status, gate, source, paths, failure }: ListedProject): string {
  const verdict = gate ? `${status} · legacy ${gate.legacy} · own GIL ${gate.ownGil}` : (status ?? "");
  const where = [source, ...paths].join(" ");
  return [slug.padEnd(26), state.padEnd(8), failure ?? verdict, where].filter(Boolean).join("  ");
}

function remove(args: string[]): Act {
  const { positionals } = parseArgs({ args, allowPositionals: true });
  const slug = only(positionals, "project remove takes one slug.", "See `subready project list`.");
  return async (ctx) => {
    await removeProject(ctx, { slug });
    return `${slug} is not tracked any more. What was found in it is kept.`;
  };
}

function only([first, ...more]: string[], message: string, remedy: string): string {
  if (!first || more.length > 0) throw new AppError("usage", message, remedy);
  return first;
}
