-- CreateTable
CREATE TABLE "Thread" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "owner" TEXT NOT NULL,
    "repo" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "stateAt" DATETIME,
    "updatedAt" DATETIME,
    "body" TEXT,
    "etag" TEXT,
    "timeline" TEXT,
    "movedTo" TEXT,
    "fetchedAt" DATETIME,
    "baselineAt" DATETIME,
    "failure" TEXT
);

-- CreateTable
CREATE TABLE "ThreadVersion" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "threadId" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "seenAt" DATETIME NOT NULL,
    "source" TEXT NOT NULL,
    CONSTRAINT "ThreadVersion_threadId_fkey" FOREIGN KEY ("threadId") REFERENCES "Thread" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ThreadLink" (
    "fromId" TEXT NOT NULL,
    "toId" TEXT NOT NULL,
    "how" TEXT NOT NULL,
    "title" TEXT,
    "seenAt" DATETIME NOT NULL,
    "source" TEXT NOT NULL,

    PRIMARY KEY ("fromId", "toId", "how"),
    CONSTRAINT "ThreadLink_fromId_fkey" FOREIGN KEY ("fromId") REFERENCES "Thread" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "ThreadVersion_threadId_idx" ON "ThreadVersion"("threadId");
