/** What happened to jobs, as the event trail names it. Completed ones tell their effects instead. */
export const jobEvents = [
  "job.failed",
  "job.requeued",
  "job.discarded",
  "job.resolved",
  "job.hurried",
  "jobKind.paused",
  "jobKind.resumed",
  "cron.started",
] as const;
