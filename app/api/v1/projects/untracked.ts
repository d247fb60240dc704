import { AppError } from "#lib/errors";

/** The 404 of everything below a project. */
export function untracked(slug: string, removedAt: Date | null = null): AppError {
  const name = slug.slice(0, 80);
  const message = removedAt
    ? `${name} is no longer tracked; it was removed on ${removedAt.toISOString().slice(0, 10)}.`
    : `No tracked project is called ${name}.`;
  return new AppError("not-found", message, "GET /api/v1/projects lists them.");
}
