// The benchmark's test line: machines that send test results, with units for every pass.
import { migrate, openDatabase } from "@lineside/db";
import { makePlant, makeRun, type TestStep } from "@lineside/testkit/factory";
import { newApiKey } from "../../apps/server/src/platform/auth/api-keys.ts";

export interface PreparedIngest {
  key: string;
  /** The tester whose result has 20 values, and the one whose result has 2,000. */
  stations: { small: string; large: string };
  /** Serial numbers of each pass. */
  sns: Record<string, string[]>;
}

const at = "2026-11-22T01:00:00.000Z";

const tester = (code: string, values: number): TestStep => ({
  code,
  stationType: "TEST",
  traits: ["test"],
  captureItems: Array.from({ length: values }, (_, index) => ({
    code: `R${index + 1}`,
    unit: "Ohm",
    lowerLimit: 90,
    upperLimit: 110,
  })),
});

/** A fresh database with two testers, a key for their senders and as many units as each pass needs. */
export async function prepareIngest(
  url: string,
  passes: { name: string; units: number; isLarge?: boolean }[],
): Promise<PreparedIngest> {
  const db = await openDatabase({ url });
  await migrate(db);
  const small = await makePlant(db, { line: "T", steps: [tester("ICT", 20)] });
  const large = await makePlant(db, { line: "L", steps: [tester("FLY", 2_000)] });
  const sns: Record<string, string[]> = {};
  for (const [index, { name, units, isLarge }] of passes.entries())
    sns[name] = (
      await makeRun(db, isLarge ? large : small, { no: index + 1, units, planQty: units + 1 })
    ).sns;
  const { key, prefix, hash } = newApiKey();
  const stations = { small: small.stations[0] ?? "", large: large.stations[0] ?? "" };
  await db.unit(async ({ k }) => {
    await k
      .insertInto("auth_api_key")
      .values({
        id: Bun.randomUUIDv7(),
        name: "bench",
        prefix,
        keyHash: hash,
        ratePerMinute: 1_000_000,
        createdAt: at,
        createdByName: "bench",
      })
      .execute();
    await k
      .insertInto("ingest_endpoint")
      .values({
        id: Bun.randomUUIDv7(),
        handle: `bench.${stations.small}`,
        stationId: small.stationIds[0] ?? "",
        state: "ONLINE",
        firstSeenAt: at,
        lastSeenAt: at,
        updatedAt: at,
      })
      .execute();
  });
  await db.close();
  return { key, stations, sns };
}
