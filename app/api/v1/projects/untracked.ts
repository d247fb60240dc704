import { AppError } from "#lib/errors";

/** The 404 of everything below a project. */
export function untracked(slug: string): AppError {
  return new AppError(
    "not-found",
    `No tracked project is called ${slug.slice(0, 80)}.`,
    "GET /api/v1/projects lists them.",
  );
}
