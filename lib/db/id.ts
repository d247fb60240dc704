import { randomUUID } from "node:crypto";

/** Key of a row that is written without Prisma: 20 hexadecimal digits. */
export const newId = (): string => randomUUID().replaceAll("-", "").slice(12);
