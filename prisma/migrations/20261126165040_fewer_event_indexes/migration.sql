-- DropIndex
DROP INDEX "Event_projectId_kind_idx";

-- DropIndex
DROP INDEX "Finding_projectId_present_severity_idx";

-- CreateIndex
CREATE INDEX "Finding_projectId_present_owner_severity_idx" ON "Finding"("projectId", "present", "owner", "severity");
