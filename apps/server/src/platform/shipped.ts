import type { Database } from "@lineside/db";
import type { Clock } from "./clock.ts";

const key = "shipped";

/**
 * Brings into the plant what a release ships, unless the last start brought exactly the same: a
 * stamp beside the settings says what that was. `bring` may run again after a crash.
 */
export async function bringOnce(
  { db, clock }: { db: Database; clock: Clock },
  shipped: unknown,
  bring: () => Promise<void>,
): Promise<void> {
  const stamp = new Bun.CryptoHasher("sha256").update(JSON.stringify(shipped)).digest("hex");
  const known = await db.read
    .selectFrom("platform_setting")
    .select("value")
    .where("key", "=", key)
    .executeTakeFirst();
  if ((known?.value as { value?: unknown } | undefined)?.value === stamp) return;
  await bring();
  const row = { value: { value: stamp }, updatedAt: clock.now(), updatedBy: null };
  await db.unit(({ k }) =>
    k
      .insertInto("platform_setting")
      .values({ key, ...row })
      .onConflict((conflict) => conflict.column("key").doUpdateSet(row))
      .execute(),
  );
}
