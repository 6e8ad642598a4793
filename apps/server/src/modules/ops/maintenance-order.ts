import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { elapsedMs, zInstant } from "@lineside/domain/kernel";
import { maintenancePlan, maintenanceStart } from "@lineside/domain/maintenance";
import { z } from "zod";
import { systemActor } from "../../platform/actor.ts";
import { execute } from "../../platform/command.ts";
import { newId } from "../../platform/ids.ts";
import { describeError } from "../../platform/logger.ts";
import type { Platform } from "../../platform/platform.ts";
import {
  announceMaintenanceAhead,
  switchMaintenanceOff,
  switchMaintenanceOn,
} from "./maintenance.ts";

const given = { by: z.string().max(80), at: zInstant };
const zOrder = z.discriminatedUnion("do", [
  z.object({ do: z.literal("on"), ...given, input: maintenanceStart }),
  z.object({ do: z.literal("announce"), ...given, input: maintenancePlan }),
  z.object({ do: z.literal("off"), ...given, input: z.object({}) }),
]);
/** What somebody asks for at the server's own shell. */
export type MaintenanceOrder = z.output<typeof zOrder>;

const lookEveryMs = 1_000;
/** An order whose giver has long stopped waiting is no order any more. */
const staleMs = 60_000;

/** Carries out what the shell asks for, as the one who asked. */
export async function obeyMaintenance(platform: Platform, order: MaintenanceOrder): Promise<void> {
  const caller = {
    actor: systemActor(`shell (${order.by})`, { "ops:operate": "ALL" }),
    sessionId: null,
    requestId: newId(),
    ip: null,
    idempotencyKey: null,
  };
  const { input } = order;
  if (order.do === "on") await execute(platform, switchMaintenanceOn, { input, caller });
  else if (order.do === "off") await execute(platform, switchMaintenanceOff, { input, caller });
  else await execute(platform, announceMaintenanceAhead, { input, caller });
}

/**
 * Beside the database file, which only one process may write: whoever may write there may have
 * everything. On PostgreSQL nobody needs it.
 */
export function orderFileOf(databaseUrl: string): string | null {
  if (!databaseUrl.startsWith("file:")) return null;
  return `${databaseUrl.slice("file:".length).replace(/^\/\/(?=\/)/, "")}.maintenance`;
}

/** Leaves an order for the server that has the database, and waits until it is carried out. */
export async function askForMaintenance(
  file: string,
  order: MaintenanceOrder,
  withinMs: number,
): Promise<boolean> {
  writeFileSync(`${file}.new`, JSON.stringify(order));
  renameSync(`${file}.new`, file);
  for (let left = withinMs; left > 0; left -= 100) {
    await Bun.sleep(100);
    if (!existsSync(file)) return true;
  }
  rmSync(file, { force: true });
  return false;
}

/** Looks for an order now and then; returns how to stop. */
export function hearMaintenanceOrders(platform: Platform): () => void {
  const file = orderFileOf(platform.db.url);
  if (file === null) return () => {};
  let isBusy = false;
  const timer = setInterval(() => {
    if (isBusy || platform.isDraining || !existsSync(file)) return;
    isBusy = true;
    void take(platform, file).finally(() => {
      isBusy = false;
    });
  }, lookEveryMs);
  timer.unref();
  return () => clearInterval(timer);
}

/** An order that cannot be carried out goes too: whoever gave it looks at what became of it. */
export async function take(platform: Platform, file: string): Promise<void> {
  try {
    const order = zOrder.parse(JSON.parse(readFileSync(file, "utf8")));
    if (elapsedMs(order.at, platform.clock.now()) < staleMs) await obeyMaintenance(platform, order);
  } catch (error) {
    platform.log.warn("maintenance order not carried out", describeError(error));
  } finally {
    rmSync(file, { force: true });
  }
}
