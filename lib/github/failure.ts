import { AppError } from "#lib/errors";

interface Failed {
  status?: number;
  message?: string;
  name?: string;
  response?: { headers: Record<string, string | undefined> };
}

/** What became of a request, in words for a person. */
export function githubFailure(error: unknown, path: string): AppError {
  const { status = 0, message = "", name, response } = error as Failed;
  const headers = response?.headers ?? {};
  const options = { cause: error };
  if (name === "AbortError") return new AppError("interrupted", "The work was stopped.", undefined, options);
  if (status === 451)
    return new AppError(
      "gone",
      `GitHub withholds ${path} for legal reasons.`,
      "GitHub names the notice on its page. What was known before stays.",
      options,
    );
  if (status === 404 || status === 410)
    return new AppError(
      "gone",
      `GitHub has no ${path}, or does not show it.`,
      "It may have been deleted or made private.",
      options,
    );
  if (status === 429 || (status === 403 && isLimit(headers, message)))
    return new AppError(
      "rate-limited",
      `GitHub asks to wait until ${until(headers)}.`,
      "A GITHUB_TOKEN raises the limit.",
      options,
    );
  if (status === 401)
    return new AppError("forbidden", "GitHub does not accept the token.", "Renew GITHUB_TOKEN, or unset it.", options);
  if (status === 403)
    return new AppError("forbidden", `GitHub refuses ${path}.`, "Look at what the token may read.", options);
  // Octokit says 500 as well where nobody answered.
  if (status >= 500 && response)
    return new AppError("unreachable", `GitHub failed with ${status}.`, "It is asked again later.", options);
  return new AppError(
    "unreachable",
    `GitHub cannot be reached: ${message || "no answer"}.`,
    "Look at the network, or at SUBREADY_GITHUB_API.",
    options,
  );
}

function isLimit(headers: Record<string, string | undefined>, message: string): boolean {
  return (
    headers["x-ratelimit-remaining"] === "0" || headers["retry-after"] !== undefined || /rate limit/i.test(message)
  );
}

/** The time of day at which the limit ends, as far as GitHub says. */
function until(headers: Record<string, string | undefined>): string {
  const reset = Number(headers["x-ratelimit-reset"]);
  if (reset > 0) return `${new Date(reset * 1000).toISOString().slice(11, 16)} UTC`;
  const seconds = Number(headers["retry-after"]);
  return seconds > 0 ? `${Math.ceil(seconds / 60)} min have passed` : "later";
}
