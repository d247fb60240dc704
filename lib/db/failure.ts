import { z } from "zod";
import { AppError, isAppError } from "#lib/errors";

/** What SQLite and the file system call the failures that a person can do something about. */
function explain(code: string): AppError | null {
  if (code.startsWith("SQLITE_FULL") || code === "ENOSPC" || code === "EDQUOT") {
    return new AppError(
      "disk-full",
      "The disk is full; nothing was written.",
      "Free some space on the disk that holds the data folder; work goes on by itself.",
    );
  }
  if (code.startsWith("SQLITE_CORRUPT") || code.startsWith("SQLITE_NOTADB")) {
    return new AppError(
      "corrupt",
      "The database file is damaged.",
      "Stop subready, move subready.db, subready.db-wal and subready.db-shm aside, and copy the newest file of the backups folder to subready.db.",
    );
  }
  if (code.startsWith("SQLITE_BUSY") || code.startsWith("SQLITE_LOCKED")) {
    return new AppError(
      "locked",
      "Another program kept the database locked for too long.",
      "Close programs that have subready.db open, then try again.",
    );
  }
  if (/^(SQLITE_(READONLY|CANTOPEN|PERM)|EACCES$|EPERM$|EROFS$)/.test(code)) {
    return new AppError(
      "forbidden",
      "The data folder cannot be written.",
      "Give the user that runs subready write access to the data folder, or point SUBREADY_DATA elsewhere.",
    );
  }
  return null;
}

/** Prisma keeps the driver's own error inside its own. */
const fromPrisma = z.object({
  meta: z.object({ driverAdapterError: z.object({ cause: z.object({ originalCode: z.string() }) }) }),
});
const fromDriver = z.object({ code: z.string() });

function codeOf(error: unknown): string {
  const inside = fromPrisma.safeParse(error);
  if (inside.success) return inside.data.meta.driverAdapterError.cause.originalCode;
  return fromDriver.safeParse(error).data?.code ?? "";
}

/** The same failure in words, or the error itself when it is none of those that a person can do something about. */
export function storeFailure(error: unknown): unknown {
  if (isAppError(error)) return error;
  const known = explain(codeOf(error));
  if (known) known.cause = error;
  return known ?? error;
}
