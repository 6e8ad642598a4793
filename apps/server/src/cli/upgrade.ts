import { openDatabase } from "@lineside/db";
import { megabytes } from "../platform/backup/space.ts";
import { planUpgrade, type UpgradePlan, type UpgradeReport } from "../platform/backup/upgrade.ts";
import { systemClock } from "../platform/clock.ts";
import { readConfig } from "../platform/config.ts";
import { close, open } from "./open.ts";

/** The schema brought to this version as a start would: backed up and verified before. */
export async function upgradeDatabase(rest: string[]): Promise<number> {
  const isJson = rest.includes("--json");
  const isDryRun = rest.includes("--dry-run");
  const flags = rest.filter((word) => word !== "--json" && word !== "--dry-run");
  const done = isDryRun ? await rehearse(flags) : await perform(flags);
  const text = done ? describe(done) : "The database is up to date.\n";
  process.stdout.write(isJson ? `${JSON.stringify({ isDryRun, upgrade: done })}\n` : text);
  return 0;
}

async function rehearse(flags: string[]): Promise<UpgradePlan | null> {
  const config = readConfig(process.env, flags);
  const db = await openDatabase({ url: config.databaseUrl });
  try {
    return await planUpgrade({ db, config, clock: systemClock });
  } finally {
    await db.close();
  }
}

async function perform(flags: string[]): Promise<UpgradeReport | null> {
  const opened = await open(flags, true);
  await close(opened);
  return opened.upgraded;
}

function describe(plan: UpgradePlan & Partial<UpgradeReport>): string {
  const steps = plan.steps.map(({ name, creates, changes, copies }) => {
    const parts = [
      creates.length > 0 && `creates ${creates.length} tables`,
      changes.length > 0 && `changes ${changes.join(", ")}`,
      copies.length > 0 &&
        `copies ${copies.map(({ table, rows }) => `${table} (${rows} rows)`).join(", ")}`,
    ];
    return `  ${name}: ${parts.filter(Boolean).join("; ") || "small changes"}\n`;
  });
  const room = plan.freeBytes === null ? "" : `, ${megabytes(plan.freeBytes)} free`;
  const head = `${plan.from} → ${plan.to}, database ${megabytes(plan.databaseBytes)}, copies need ${megabytes(plan.copyBytes)}${room}, integrity ${plan.integrity}\n`;
  if (plan.applied === undefined) return `${head}${steps.join("")}Nothing was changed.\n`;
  const kept = plan.backup
    ? `To go back: install the version before, then lineside backup restore ${plan.backup}\n`
    : "No backup was made (APP_UPGRADE_BACKUP=false).\n";
  return `${head}${steps.join("")}Upgraded in ${plan.ms} ms.\n${kept}`;
}
