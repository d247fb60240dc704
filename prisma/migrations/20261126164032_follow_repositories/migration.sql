-- AlterTable
ALTER TABLE "Project" ADD COLUMN "archivedAt" DATETIME;
ALTER TABLE "Project" ADD COLUMN "githubAt" DATETIME;
ALTER TABLE "Project" ADD COLUMN "githubEtag" TEXT;
ALTER TABLE "Project" ADD COLUMN "githubId" INTEGER;
ALTER TABLE "Project" ADD COLUMN "formerSources" TEXT NOT NULL DEFAULT '[]';
