/** Who may call whom (architecture.md §2). A module not listed here does not exist. */
export const mayCall: Record<string, readonly string[]> = {
  auth: [],
  audit: ["file", "notification"],
  plant: [],
  routing: ["plant"],
  "work-order": ["routing", "plant"],
  material: ["work-order", "plant"],
  tooling: ["plant"],
  notification: ["auth"],
  equipment: ["plant"],
  file: [],
  form: ["work-order", "routing", "plant", "file"],
  "solder-paste": ["material", "time-rule", "notification", "plant", "routing"],
  "time-rule": ["auth", "plant", "notification"],
  quality: ["work-order", "routing", "material"],
  readiness: [
    "work-order",
    "routing",
    "material",
    "tooling",
    "solder-paste",
    "time-rule",
    "quality",
    "plant",
    "equipment",
    "form",
    "notification",
  ],
  execution: ["plant", "work-order", "routing", "readiness", "quality", "material"],
  ingest: [
    "auth",
    "plant",
    "routing",
    "work-order",
    "execution",
    "material",
    "quality",
    "equipment",
    "file",
    "notification",
  ],
  integration: ["work-order", "material", "routing"],
  // Reads everything, through queries only; nothing calls it.
  trace: [
    "plant",
    "routing",
    "work-order",
    "execution",
    "quality",
    "material",
    "tooling",
    "audit",
    "readiness",
    "time-rule",
    "solder-paste",
    "form",
    "ingest",
  ],
  ops: ["auth", "notification"],
};

/** What code in a room may not contain, and where it may all the same. */
export interface BannedToken {
  token: RegExp;
  why: string;
  rooms: RegExp;
  exceptIn: RegExp;
}

const tests = String.raw`\.(test|fixture)\.tsx?$|^packages/testkit/`;
const storage = String.raw`^packages/db/|^apps/server/src/platform/|(^|[/-])(store|queries)\.ts$`;

export const bannedTokens: BannedToken[] = [
  {
    token: /\bnew Date\b|\bDate\.now\b/,
    why: "time comes from the clock, so that a test can set it",
    rooms: /^(apps|packages)\//,
    exceptIn: new RegExp(
      `^packages/domain/src/kernel/instant\\.ts$|^apps/server/src/platform/clock\\.ts$|^apps/web/src/lib/clock\\.ts$|${tests}`,
    ),
  },
  {
    token: /\bconsole\s*\./,
    why: "the server logs through its logger, the web app not at all",
    rooms: /^(apps|packages)\//,
    exceptIn: new RegExp(
      `^apps/server/src/platform/logger\\.ts$|^apps/server/src/(cli/|main\\.ts$)|^packages/db/src/design/|^apps/web/scripts/|${tests}`,
    ),
  },
  {
    token: /\.unit\(/,
    why: "only the platform opens a unit of work; a command runs inside one",
    rooms: /^apps\/server\//,
    exceptIn: new RegExp(`^apps/server/src/(platform|cli)/|${tests}`),
  },
  {
    token: /\$transaction|PrismaClient/,
    why: "Prisma is design-time only",
    rooms: /^(apps|packages)\//,
    exceptIn: /^packages\/db\/src\/design\//,
  },
  {
    token: /\.(selectFrom|insertInto|updateTable|deleteFrom|mergeInto)\(/,
    why: "only store.ts and queries.ts touch the database",
    rooms: /^apps\//,
    exceptIn: new RegExp(`${storage}|^apps/server/src/(cli|seed)/|${tests}`),
  },
  {
    token: /\bMath\.random\(/,
    why: "domain rules are pure",
    rooms: /^packages\/domain\//,
    exceptIn: new RegExp(tests),
  },
];

/** Which files may import Kysely: the database package, the platform, and the two storage files of a module. */
export const kyselyFiles = new RegExp(`${storage}|${tests}`);
