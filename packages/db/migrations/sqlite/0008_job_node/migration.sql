-- CreateTable
CREATE TABLE "platform_job_node" (
    "worker" TEXT NOT NULL PRIMARY KEY,
    "version" TEXT NOT NULL,
    "runs" JSONB NOT NULL,
    "startedAt" DATETIME NOT NULL,
    "lastSeenAt" DATETIME NOT NULL
);
