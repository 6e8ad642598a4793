import type { TestApp } from "@lineside/testkit/app";
import type { HealthProbes } from "./probes.ts";
import { watchOf } from "./watch.ts";

const wellProbes: HealthProbes = {
  space: async () => ({ freeBytes: 200e9, totalBytes: 500e9 }),
  fileSystem: async () => ({ kind: "ext4", isNetworked: false, isVolatile: false }),
  durableWrites: async (_folder, count) => Array.from({ length: count }, () => 1.2),
  memory: async () => ({ rssBytes: 110e6, leftBytes: 6e9, totalBytes: 16e9 }),
  isClockSynchronised: async () => true,
  apartFromMs: async () => null,
  statusOf: async () => ({ mode: 0o600, device: 1 }),
  patienceMs: 1_000,
  wallMs: () => 0,
  monotonicMs: () => 0,
};

/** A machine on which all is well but what the test says; looks go to it from now on. */
export function onMachine(app: TestApp, faults: Partial<HealthProbes> = {}): void {
  const { clock } = app;
  const clocks = {
    wallMs: () => Date.parse(clock.now()),
    monotonicMs: () => Date.parse(clock.now()),
  };
  watchOf(app.platform).probes = { ...wellProbes, ...clocks, ...faults };
}

/** Notices about a check that went out so far, oldest first. */
export async function toldOf(app: TestApp, check: string): Promise<string[]> {
  const rows = await app.db.read
    .selectFrom("notification_notice")
    .select(["code", "severity"])
    .where("entityType", "=", "health")
    .where("entityKey", "=", check)
    .orderBy("id")
    .execute();
  return rows.map(({ code, severity }) => `${code} ${severity}`);
}

/** As the minute's timer does it: time goes on, then everything is looked at. */
export async function lookAfter(app: TestApp, seconds: number) {
  app.clock.advance(seconds);
  const { checks, ...report } = await watchOf(app.platform).look();
  return { ...report, of: (code: string) => checks.find((check) => check.code === code) };
}
