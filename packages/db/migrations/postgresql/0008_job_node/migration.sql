-- CreateTable
CREATE TABLE "platform_job_node" (
    "worker" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "runs" JSONB NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "lastSeenAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "platform_job_node_pkey" PRIMARY KEY ("worker")
);
