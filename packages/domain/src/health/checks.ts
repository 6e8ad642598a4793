/** What is looked at, in the order it is shown. Where it is seen: by each node, or once for the plant. */
export const healthChecks = {
  DATABASE: { isPlant: false },
  SCHEMA: { isPlant: true },
  INTEGRITY: { isPlant: true },
  DISK_SPACE: { isPlant: false },
  FILE_SYSTEM: { isPlant: false },
  FSYNC: { isPlant: false },
  COMMIT_LATENCY: { isPlant: false },
  WAL_SIZE: { isPlant: true },
  BACKUP_AGE: { isPlant: true },
  JOBS_DEAD: { isPlant: true },
  JOBS_LATE: { isPlant: true },
  ENDPOINTS_SILENT: { isPlant: true },
  INGEST_DEAD: { isPlant: true },
  AUDIT_SEALS: { isPlant: true },
  CERTIFICATE: { isPlant: false },
  CLOCK: { isPlant: false },
  MEMORY: { isPlant: false },
  CONFIG: { isPlant: false },
} as const satisfies Record<string, { isPlant: boolean }>;

export type HealthCode = keyof typeof healthChecks;
export const healthCodes = Object.keys(healthChecks) as [HealthCode, ...HealthCode[]];

/** What the numbers of a check's trend are; a check without one has no trend. */
export const trendUnits: {
  readonly [Code in HealthCode]?: "ms" | "bytes" | "percent" | "count" | "hours" | "seconds";
} = {
  DATABASE: "ms",
  DISK_SPACE: "percent",
  FSYNC: "ms",
  COMMIT_LATENCY: "ms",
  WAL_SIZE: "bytes",
  BACKUP_AGE: "hours",
  JOBS_DEAD: "count",
  JOBS_LATE: "seconds",
  ENDPOINTS_SILENT: "count",
  INGEST_DEAD: "count",
  MEMORY: "bytes",
};

/**
 * Where WARNING and ALARM begin. All of them are defaults of this product: starting points for a line
 * server with an SSD, not numbers a customer gave (domain.md 4.15).
 */
export const healthThresholds = {
  DATABASE: { warningMs: 1_000 },
  /** Nights that the look into the pages may be missing. */
  INTEGRITY: { warningHours: 72 },
  /** Short is: less than `bytes`, or less than `percent` on a disk that has less than `enoughBytes` left. */
  DISK_SPACE: {
    warning: { bytes: 2e9, percent: 10, enoughBytes: 50e9 },
    alarm: { bytes: 5e8, percent: 5, enoughBytes: 20e9 },
  },
  /** Of one write made durable; 32 people wait for one of them. */
  FSYNC: { warningMs: 50, alarmMs: 250 },
  /** The 99th of 100 units of work in five minutes. */
  COMMIT_LATENCY: { warningMs: 250, alarmMs: 2_000, windowMinutes: 5 },
  WAL_SIZE: { warningBytes: 256e6, alarmBytes: 1e9 },
  /** What replication slots of PostgreSQL may hold back. */
  WAL_HELD: { warningBytes: 1e9, alarmBytes: 10e9 },
  JOBS_DEAD: { alarmCount: 20, alarmHours: 24 },
  JOBS_LATE: { warningSeconds: 120, alarmSeconds: 900 },
  ENDPOINTS_SILENT: { alarmShare: 0.5 },
  INGEST_DEAD: { alarmCount: 100 },
  /** Events are sealed every hour and compared every night. */
  AUDIT_SEALS: { lateHours: 26, unverifiedHours: 72 },
  CERTIFICATE: { warningDays: 21, alarmDays: 3 },
  CLOCK: { warningMs: 1_000, alarmMs: 30_000, jumpMs: 5_000, jumpMinutes: 60 },
  /** Of the process, and what the machine has left. */
  MEMORY: { warningBytes: 800e6, warningLeftPercent: 10, alarmLeftPercent: 4 },
} as const;
