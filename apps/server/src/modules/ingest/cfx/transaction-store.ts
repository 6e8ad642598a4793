import type { Row, Tx } from "@lineside/db";
import {
  type TransactionEvidence,
  type TransactionUnit,
  transactionEvidence,
  transactionUnit,
} from "@lineside/domain/cfx";
import type { Instant } from "@lineside/domain/kernel";
import { z } from "zod";
import type { UnitContext } from "../../../platform/subscribers.ts";

/** A piece of work of a machine, from what was told about it so far. */
export interface Transaction
  extends Omit<Row<"ingest_transaction">, "units" | "evidence" | "state"> {
  readonly state: "OPEN" | "COMPLETED" | "ABORTED";
  readonly units: readonly TransactionUnit[];
  readonly evidence: TransactionEvidence;
}

export interface TransactionKey {
  readonly source: string;
  readonly transactionId: string;
}

/** What parked events of a piece of work wait for. */
export const transactionWaitKey = ({ source, transactionId }: TransactionKey) =>
  `transaction:${source}|${transactionId}`;

/** The piece of work, locked until the unit ends; null: nothing was told of it yet. */
export async function lockTransaction(
  tx: Tx,
  { source, transactionId }: TransactionKey,
): Promise<Transaction | null> {
  const query = tx.k
    .selectFrom("ingest_transaction")
    .selectAll()
    .where("source", "=", source)
    .where("transactionId", "=", transactionId);
  const row = await (tx.dialect === "postgresql" ? query.forUpdate() : query).executeTakeFirst();
  if (!row) return null;
  return {
    ...row,
    state: row.state as Transaction["state"],
    units: z.array(transactionUnit).parse(row.units),
    evidence: transactionEvidence.parse(row.evidence),
  };
}

/** The same; begun by whatever is told first, be it the start or a piece of evidence. */
export async function openTransaction(
  cx: UnitContext,
  key: TransactionKey,
  stationId: string | null,
): Promise<Transaction> {
  await cx.tx.k
    .insertInto("ingest_transaction")
    .values({
      ...key,
      id: cx.newId(),
      stationId,
      state: "OPEN",
      units: [] as object,
      evidence: {} as object,
      updatedAt: cx.now,
    })
    .onConflict((conflict) => conflict.columns(["source", "transactionId"]).doNothing())
    .execute();
  return (await lockTransaction(cx.tx, key)) as Transaction;
}

export interface TransactionChange {
  readonly state?: Transaction["state"];
  readonly startedAt?: Instant;
  readonly completedAt?: Instant;
  readonly workResult?: string;
  readonly units?: readonly TransactionUnit[];
  readonly evidence?: TransactionEvidence;
  readonly recipe?: string | null;
  readonly stationId?: string;
}

/** The row is locked: nobody else changes it meanwhile. */
export async function saveTransaction(
  cx: UnitContext,
  { id, version }: Pick<Transaction, "id" | "version">,
  change: TransactionChange,
): Promise<void> {
  const { units, evidence, ...rest } = change;
  await cx.tx.k
    .updateTable("ingest_transaction")
    .set({
      ...rest,
      ...(units ? { units: units as object } : {}),
      ...(evidence ? { evidence } : {}),
      version: version + 1,
      updatedAt: cx.now,
    })
    .where("id", "=", id)
    .execute();
}
