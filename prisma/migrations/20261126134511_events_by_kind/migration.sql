-- CreateIndex
CREATE INDEX "Event_projectId_kind_idx" ON "Event"("projectId", "kind");

-- CreateIndex
CREATE INDEX "Event_commitId_kind_idx" ON "Event"("commitId", "kind");
