import type { Database, Tx } from "@lineside/db";
import type { Instant } from "@lineside/domain/kernel";
import { newId } from "../../platform/ids.ts";

export async function secondFactorOf({ read }: Pick<Database, "read">, userId: string) {
  return await read
    .selectFrom("auth_second_factor")
    .select(["secret", "confirmedAt", "lastStep"])
    .where("userId", "=", userId)
    .executeTakeFirst();
}

export async function countRecoveryCodes({ read }: Database, userId: string): Promise<number> {
  const { n } = await read
    .selectFrom("auth_recovery_code")
    .select((x) => x.fn.countAll().as("n"))
    .where("userId", "=", userId)
    .where("usedAt", "is", null)
    .executeTakeFirstOrThrow();
  return Number(n);
}

/** A secret that was shown and never confirmed is replaced; false: there is a confirmed one. */
export async function startSecondFactor(
  tx: Tx,
  userId: string,
  { secret, now }: { secret: string; now: Instant },
): Promise<boolean> {
  const row = { secret, confirmedAt: null, lastStep: null, createdAt: now };
  const done = await tx.k
    .insertInto("auth_second_factor")
    .values({ userId, ...row })
    .onConflict((conflict) =>
      conflict
        .column("userId")
        .doUpdateSet(row)
        .where("auth_second_factor.confirmedAt", "is", null),
    )
    .executeTakeFirst();
  return Number(done.numInsertedOrUpdatedRows) === 1;
}

/** false: confirmed meanwhile, or another secret was shown since. */
export async function confirmSecondFactor(
  tx: Tx,
  userId: string,
  given: { secret: string; step: number; codeHashes: string[]; now: Instant },
): Promise<boolean> {
  const done = await tx.k
    .updateTable("auth_second_factor")
    .set({ confirmedAt: given.now, lastStep: given.step })
    .where("userId", "=", userId)
    .where("secret", "=", given.secret)
    .where("confirmedAt", "is", null)
    .executeTakeFirst();
  if (Number(done.numUpdatedRows) !== 1) return false;
  await tx.k
    .insertInto("auth_recovery_code")
    .values(given.codeHashes.map((codeHash) => ({ id: newId(), userId, codeHash, usedAt: null })))
    .execute();
  return true;
}

/** Takes the thirty seconds a code is of; false: somebody was faster with the same code. */
export async function takeStep(tx: Tx, userId: string, step: number): Promise<boolean> {
  const done = await tx.k
    .updateTable("auth_second_factor")
    .set({ lastStep: step })
    .where("userId", "=", userId)
    .where((x) => x.or([x("lastStep", "is", null), x("lastStep", "<", step)]))
    .executeTakeFirst();
  return Number(done.numUpdatedRows) === 1;
}

export async function takeRecoveryCode(
  tx: Tx,
  userId: string,
  { codeHash, now }: { codeHash: string; now: Instant },
): Promise<boolean> {
  const done = await tx.k
    .updateTable("auth_recovery_code")
    .set({ usedAt: now })
    .where("userId", "=", userId)
    .where("codeHash", "=", codeHash)
    .where("usedAt", "is", null)
    .executeTakeFirst();
  return Number(done.numUpdatedRows) === 1;
}

/** false: there was none that counted. */
export async function removeSecondFactor(tx: Tx, userId: string): Promise<boolean> {
  await tx.k.deleteFrom("auth_recovery_code").where("userId", "=", userId).execute();
  const done = await tx.k
    .deleteFrom("auth_second_factor")
    .where("userId", "=", userId)
    .returning("confirmedAt")
    .executeTakeFirst();
  return (done?.confirmedAt ?? null) !== null;
}
