-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Scan" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "projectId" TEXT NOT NULL,
    "commitId" TEXT NOT NULL,
    "ruleset" TEXT NOT NULL,
    "paths" TEXT NOT NULL DEFAULT '[]',
    "finishedAt" DATETIME NOT NULL,
    "files" INTEGER NOT NULL,
    "bytes" INTEGER NOT NULL,
    "parsed" INTEGER NOT NULL,
    "problems" TEXT NOT NULL,
    "unscanned" TEXT NOT NULL,
    "remarks" TEXT NOT NULL DEFAULT '[]',
    "opaque" TEXT NOT NULL DEFAULT '[]',
    "timing" TEXT NOT NULL,
    CONSTRAINT "Scan_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "Scan_commitId_fkey" FOREIGN KEY ("commitId") REFERENCES "Commit" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO "new_Scan" ("bytes", "commitId", "files", "finishedAt", "id", "parsed", "paths", "problems", "projectId", "remarks", "ruleset", "timing", "unscanned") SELECT "bytes", "commitId", "files", "finishedAt", "id", "parsed", "paths", "problems", "projectId", "remarks", "ruleset", "timing", "unscanned" FROM "Scan";
DROP TABLE "Scan";
ALTER TABLE "new_Scan" RENAME TO "Scan";
CREATE UNIQUE INDEX "Scan_projectId_commitId_ruleset_paths_key" ON "Scan"("projectId", "commitId", "ruleset", "paths");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;
