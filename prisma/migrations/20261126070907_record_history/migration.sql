-- AlterTable
ALTER TABLE "Commit" ADD COLUMN "position" INTEGER;

-- CreateTable
CREATE TABLE "Release" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "projectId" TEXT NOT NULL,
    "tag" TEXT NOT NULL,
    "commitId" TEXT NOT NULL,
    "sha" TEXT NOT NULL,
    "offLine" BOOLEAN NOT NULL,
    "at" DATETIME NOT NULL,
    CONSTRAINT "Release_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "Release_commitId_fkey" FOREIGN KEY ("commitId") REFERENCES "Commit" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Point" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "projectId" TEXT NOT NULL,
    "commitId" TEXT NOT NULL,
    "rules" TEXT NOT NULL,
    "owners" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "gateLegacy" TEXT,
    "gateOwnGil" TEXT,
    "unguarded" BOOLEAN NOT NULL,
    "pyo3Version" TEXT,
    CONSTRAINT "Point_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "Point_commitId_fkey" FOREIGN KEY ("commitId") REFERENCES "Commit" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Seam" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "projectId" TEXT NOT NULL,
    "commitId" TEXT,
    "kind" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    "detail" TEXT NOT NULL DEFAULT '{}',
    CONSTRAINT "Seam_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "Seam_commitId_fkey" FOREIGN KEY ("commitId") REFERENCES "Commit" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Project" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "slug" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "paths" TEXT NOT NULL DEFAULT '[]',
    "pypi" TEXT,
    "addedBy" TEXT NOT NULL,
    "addedAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "removedAt" DATETIME,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "progress" TEXT,
    "failure" TEXT,
    "defaultBranch" TEXT,
    "headSha" TEXT,
    "headAt" DATETIME,
    "release" TEXT,
    "fetchedAt" DATETIME,
    "scannedAt" DATETIME,
    "scanId" TEXT,
    "status" TEXT,
    "gateLegacy" TEXT,
    "gateOwnGil" TEXT,
    "unguarded" BOOLEAN NOT NULL DEFAULT false,
    "crateCritical" INTEGER NOT NULL DEFAULT 0,
    "crateModerate" INTEGER NOT NULL DEFAULT 0,
    "framework" INTEGER NOT NULL DEFAULT 0,
    "binding" TEXT,
    "pyo3Version" TEXT,
    "abi3" TEXT,
    "historyState" TEXT NOT NULL DEFAULT 'none',
    "historyProgress" TEXT,
    "historyFrom" TEXT,
    "historyTo" TEXT,
    "historyCommits" INTEGER NOT NULL DEFAULT 0,
    "historyStart" TEXT,
    "historyRuleset" TEXT,
    "historyPaths" TEXT,
    "historyAt" DATETIME
);
INSERT INTO "new_Project" ("abi3", "addedAt", "addedBy", "binding", "crateCritical", "crateModerate", "defaultBranch", "failure", "fetchedAt", "framework", "gateLegacy", "gateOwnGil", "headAt", "headSha", "id", "kind", "paths", "progress", "pyo3Version", "pypi", "release", "removedAt", "scanId", "scannedAt", "slug", "source", "state", "status", "unguarded") SELECT "abi3", "addedAt", "addedBy", "binding", "crateCritical", "crateModerate", "defaultBranch", "failure", "fetchedAt", "framework", "gateLegacy", "gateOwnGil", "headAt", "headSha", "id", "kind", "paths", "progress", "pyo3Version", "pypi", "release", "removedAt", "scanId", "scannedAt", "slug", "source", "state", "status", "unguarded" FROM "Project";
DROP TABLE "Project";
ALTER TABLE "new_Project" RENAME TO "Project";
CREATE UNIQUE INDEX "Project_slug_key" ON "Project"("slug");
CREATE INDEX "Project_removedAt_status_idx" ON "Project"("removedAt", "status");
CREATE TABLE "new_Span" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "findingId" TEXT NOT NULL,
    "fromId" TEXT NOT NULL,
    "toId" TEXT,
    "path" TEXT NOT NULL DEFAULT '',
    "line" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "Span_findingId_fkey" FOREIGN KEY ("findingId") REFERENCES "Finding" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "Span_fromId_fkey" FOREIGN KEY ("fromId") REFERENCES "Commit" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "Span_toId_fkey" FOREIGN KEY ("toId") REFERENCES "Commit" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO "new_Span" ("findingId", "fromId", "id", "toId") SELECT "findingId", "fromId", "id", "toId" FROM "Span";
DROP TABLE "Span";
ALTER TABLE "new_Span" RENAME TO "Span";
CREATE INDEX "Span_findingId_idx" ON "Span"("findingId");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE INDEX "Release_commitId_idx" ON "Release"("commitId");

-- CreateIndex
CREATE UNIQUE INDEX "Release_projectId_tag_key" ON "Release"("projectId", "tag");

-- CreateIndex
CREATE UNIQUE INDEX "Point_projectId_commitId_key" ON "Point"("projectId", "commitId");

-- CreateIndex
CREATE INDEX "Seam_projectId_at_idx" ON "Seam"("projectId", "at");

-- CreateIndex
CREATE INDEX "Commit_projectId_position_idx" ON "Commit"("projectId", "position");
