/** Every way in which an operation can fail that a person can be told about. */
export type ErrorCode =
  | "usage"
  | "not-found"
  | "conflict"
  | "not-a-repository"
  | "no-such-revision"
  | "unreadable"
  | "unreachable"
  | "gone"
  | "forbidden"
  | "too-large"
  | "timed-out"
  | "rate-limited"
  | "history-rewritten"
  | "corrupt"
  | "disk-full"
  | "newer-database"
  | "locked"
  | "interrupted"
  | "internal";

/** `message` says what happened, `remedy` what a person can do about it. */
export class AppError extends Error {
  override readonly name = "AppError";

  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly remedy?: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Also true for an AppError of another bundle (Next, the worker and a thread each carry their own class). */
export function isAppError(error: unknown): error is AppError {
  return error instanceof AppError || (error instanceof Error && error.name === "AppError" && "code" in error);
}
