-- AlterTable
ALTER TABLE "Project" ADD COLUMN "shippedAt" DATETIME;
