-- CreateTable
CREATE TABLE "IndexDay" (
    "ruleset" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "tenths" INTEGER NOT NULL,
    "projects" INTEGER NOT NULL,

    PRIMARY KEY ("ruleset", "day")
);
