import { readFile } from "node:fs/promises";
import { z } from "zod";
import { newProject } from "#lib/commands/add-project";
import type { NewProject } from "#lib/db/projects";
import { AppError, isAppError } from "#lib/errors";
import catalogue from "./catalogue.json";

const entry = z.strictObject({
  source: z.string().min(1),
  slug: z.string().optional(),
  paths: z.array(z.string()).optional(),
  pypi: z.string().optional(),
});
const contents = z.strictObject({ only: z.boolean().default(false), projects: z.array(entry).default([]) });

/** What is to be tracked without anyone asking: the catalogue that comes with the program, and the operator's own list. */
export function wantedProjects(text: string | null, file: string): NewProject[] {
  const { only, projects } = text === null ? { only: false, projects: [] } : parse(text, file);
  const own = projects.map((project, index) => {
    try {
      return newProject(project, "settings");
    } catch (error) {
      if (!isAppError(error)) throw error;
      throw wrong(file, `projects[${index}] (${project.source}): ${error.message}`);
    }
  });
  own.forEach(({ slug, source }, index) => {
    const first = own.findIndex((other) => other.slug === slug);
    if (first < index)
      throw wrong(file, `projects[${index}] (${source}) has the same slug as projects[${first}]: "${slug}".`);
  });
  return only ? own : [...own, ...catalogueProjects()];
}

export async function readProjectsFile(file: string): Promise<string> {
  return readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    const remedy = "Correct SUBREADY_PROJECTS, or unset it to track the catalogue alone.";
    throw new AppError("usage", `SUBREADY_PROJECTS names ${file}, which cannot be read (${error.code}).`, remedy);
  });
}

function catalogueProjects(): NewProject[] {
  return catalogue.map(({ repo, pypi, slug, paths }) =>
    newProject({ source: `https://github.com/${repo}`, slug, paths, pypi: pypi ?? undefined }, "catalogue"),
  );
}

function parse(text: string, file: string) {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw wrong(file, `it is not JSON: ${(error as Error).message}.`);
  }
  const parsed = contents.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const at = (issue?.path ?? []).map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`)).join("");
  throw wrong(file, `${at.replace(/^\./, "") || "the whole"}: ${issue?.message}.`);
}

function wrong(file: string, what: string): AppError {
  const form =
    '{ "projects": [{ "source": "https://… or /absolute/path", "slug"?, "paths"?: [], "pypi"? }], "only"?: true }';
  return new AppError("usage", `The projects file ${file} is wrong: ${what}`, `Correct it; the form is ${form}.`);
}
