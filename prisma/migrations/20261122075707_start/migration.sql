-- CreateTable
CREATE TABLE "Project" (
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
    "abi3" TEXT
);

-- CreateTable
CREATE TABLE "Extension" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "projectId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "crate" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "binding" TEXT NOT NULL,
    "pyo3Version" TEXT,
    "pyo3Source" TEXT NOT NULL,
    "abi3" TEXT,
    "status" TEXT NOT NULL,
    "gateLegacy" TEXT NOT NULL,
    "gateOwnGil" TEXT NOT NULL,
    "gateOwner" TEXT,
    "unguarded" BOOLEAN NOT NULL,
    "because" TEXT NOT NULL,
    "hazard" TEXT NOT NULL,
    CONSTRAINT "Extension_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Commit" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "projectId" TEXT NOT NULL,
    "sha" TEXT NOT NULL,
    "committedAt" DATETIME NOT NULL,
    "subject" TEXT NOT NULL,
    CONSTRAINT "Commit_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Scan" (
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
    "timing" TEXT NOT NULL,
    CONSTRAINT "Scan_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "Scan_commitId_fkey" FOREIGN KEY ("commitId") REFERENCES "Commit" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Finding" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "projectId" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "rule" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "confidence" TEXT NOT NULL,
    "crate" TEXT NOT NULL,
    "item" TEXT NOT NULL,
    "symbol" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "cfg" TEXT,
    "origin" TEXT,
    "evidence" TEXT NOT NULL,
    "root" TEXT,
    "sites" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "line" INTEGER NOT NULL,
    "present" BOOLEAN NOT NULL,
    CONSTRAINT "Finding_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Span" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "findingId" TEXT NOT NULL,
    "fromId" TEXT NOT NULL,
    "toId" TEXT,
    CONSTRAINT "Span_findingId_fkey" FOREIGN KEY ("findingId") REFERENCES "Finding" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "Span_fromId_fkey" FOREIGN KEY ("fromId") REFERENCES "Commit" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "Span_toId_fkey" FOREIGN KEY ("toId") REFERENCES "Commit" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Event" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "projectId" TEXT NOT NULL,
    "commitId" TEXT NOT NULL,
    "findingId" TEXT,
    "kind" TEXT NOT NULL,
    "detail" TEXT NOT NULL DEFAULT '{}',
    "at" DATETIME NOT NULL,
    CONSTRAINT "Event_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "Event_commitId_fkey" FOREIGN KEY ("commitId") REFERENCES "Commit" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "Event_findingId_fkey" FOREIGN KEY ("findingId") REFERENCES "Finding" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "BlobFacts" (
    "oid" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "facts" BLOB NOT NULL,

    PRIMARY KEY ("oid", "version")
);

-- CreateTable
CREATE TABLE "Job" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL,
    "payload" TEXT NOT NULL,
    "dedupeKey" TEXT NOT NULL,
    "projectId" TEXT,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "runAt" DATETIME NOT NULL,
    "leaseOwner" TEXT,
    "leaseUntil" DATETIME,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "startedAt" DATETIME,
    "finishedAt" DATETIME,
    "error" TEXT
);

-- CreateTable
CREATE TABLE "Setting" (
    "key" TEXT NOT NULL PRIMARY KEY,
    "value" TEXT NOT NULL
);

-- CreateIndex
CREATE UNIQUE INDEX "Project_slug_key" ON "Project"("slug");

-- CreateIndex
CREATE INDEX "Project_removedAt_status_idx" ON "Project"("removedAt", "status");

-- CreateIndex
CREATE UNIQUE INDEX "Extension_projectId_crate_name_key" ON "Extension"("projectId", "crate", "name");

-- CreateIndex
CREATE UNIQUE INDEX "Commit_projectId_sha_key" ON "Commit"("projectId", "sha");

-- CreateIndex
CREATE UNIQUE INDEX "Scan_projectId_commitId_ruleset_paths_key" ON "Scan"("projectId", "commitId", "ruleset", "paths");

-- CreateIndex
CREATE INDEX "Finding_projectId_present_severity_idx" ON "Finding"("projectId", "present", "severity");

-- CreateIndex
CREATE INDEX "Finding_rule_present_idx" ON "Finding"("rule", "present");

-- CreateIndex
CREATE UNIQUE INDEX "Finding_projectId_fingerprint_key" ON "Finding"("projectId", "fingerprint");

-- CreateIndex
CREATE INDEX "Span_findingId_idx" ON "Span"("findingId");

-- CreateIndex
CREATE INDEX "Event_at_idx" ON "Event"("at");

-- CreateIndex
CREATE INDEX "Event_projectId_at_idx" ON "Event"("projectId", "at");

-- CreateIndex
CREATE INDEX "Event_findingId_idx" ON "Event"("findingId");

-- CreateIndex
CREATE INDEX "Job_state_runAt_idx" ON "Job"("state", "runAt");

-- CreateIndex
CREATE INDEX "Job_projectId_state_idx" ON "Job"("projectId", "state");

-- CreateIndex
CREATE INDEX "Job_dedupeKey_state_idx" ON "Job"("dedupeKey", "state");
