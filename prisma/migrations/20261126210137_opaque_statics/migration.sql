-- AlterTable
ALTER TABLE "Scan" ADD COLUMN "opaque" TEXT NOT NULL DEFAULT '[]';
