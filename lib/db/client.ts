import { PrismaBetterSqlite3 } from "@prisma/adapter-better-sqlite3";
import { storeFailure } from "#lib/db/failure";
import { PrismaClient } from "#lib/db/generated/client";
import { AppError } from "#lib/errors";

type Connection = Awaited<ReturnType<PrismaBetterSqlite3["connect"]>>;

/** Prisma's driver without transactions that span an `await`. */
class Adapter extends PrismaBetterSqlite3 {
  override async connect(): Promise<Connection> {
    const connection = await super.connect();
    // There is one connection: what anyone else does during the awaits would join the transaction, and be lost with it.
    connection.startTransaction = async () => {
      throw new AppError("internal", "Transactions go through store.transaction, which runs without a pause.");
    };
    return connection;
  }
}

export type Client = ReturnType<typeof openClient>;

/** Prisma over one database file, with failures in words. */
export function openClient(file: string) {
  // Milliseconds, so that our own SQL reads and writes the same times as Prisma does.
  const adapter = new Adapter({ url: file, timeout: 5000 }, { timestampFormat: "unixepoch-ms" });
  return new PrismaClient({ adapter, errorFormat: "minimal" }).$extends({
    query: {
      async $allOperations({ args, query }) {
        try {
          return await query(args);
        } catch (error) {
          throw storeFailure(error);
        }
      },
    },
  });
}
