import type { Database } from "@lineside/db";
import {
  type HoldRow,
  type IntegrityFinding,
  type SealRow,
  type SealStatus,
  type Verification,
  zHoldRow,
  zSealRow,
  zSealStatus,
  zVerification,
} from "@lineside/domain/audit";
import { pageQuery, refusalError } from "@lineside/domain/kernel";
import { z } from "zod";
import { readCursor, toPage } from "../../platform/page.ts";
import { defineQuery } from "../../platform/query.ts";
import { lastSeal } from "./seal-store.ts";
import { type StoredVerification, verificationById } from "./verification-store.ts";

const pages = pageQuery.omit({ q: true });

/** Sealed ranges, newest first. */
export const listSeals = defineQuery({
  name: "audit.listSeals",
  permission: "audit:read",
  input: pages,
  output: z.object({ items: z.array(zSealRow), nextCursor: z.string().nullable() }),
  async run({ db }, { limit, cursor }) {
    let query = db.read
      .selectFrom("audit_seal as s")
      .leftJoin("audit_archive as a", "a.id", "s.archiveId")
      .select([
        ...(["s.seq", "s.fromAt", "s.toAt", "s.firstId", "s.toId", "s.rows", "s.hash"] as const),
        ...(["s.sealedAt", "s.verifiedAt", "s.brokenCode", "s.purgedAt"] as const),
        "a.sha256 as archiveSha256",
      ])
      .orderBy("s.seq", "desc")
      .limit(limit + 1);
    const after = readCursor(cursor, 1);
    if (after) query = query.where("s.seq", "<", Number(after[0]));
    return toPage(await query.execute(), limit, {
      item: ({ brokenCode, ...row }): SealRow => ({ ...row, isBroken: brokenCode !== null }),
      key: ({ seq }) => [seq],
    });
  },
});

/** How much is sealed, and what the last verification found. */
export const readSealStatus = defineQuery({
  name: "audit.readSealStatus",
  permission: "audit:read",
  input: z.object({}),
  output: zSealStatus,
  async run({ db, settings }): Promise<SealStatus> {
    const newest = await lastSeal(db.read);
    const { rows, purgedRows } = await counts(db);
    return {
      ...{ seals: newest?.seq ?? 0, rows, purgedRows },
      sealedTo: newest?.toAt ?? null,
      head: newest && { seq: newest.seq, hash: newest.hash },
      last: await newestVerification(db, ["INTACT", "BROKEN", "FAILED"]),
      running: await newestVerification(db, ["QUEUED", "RUNNING"]),
      retentionDays: settings.auditRetentionDays,
    };
  },
});

async function counts({ read }: Database) {
  const sum = await read
    .selectFrom("audit_seal")
    .select((eb) => eb.fn.sum<number | null>("rows").as("rows"))
    .executeTakeFirst();
  const purged = await read
    .selectFrom("audit_archive")
    .select((eb) => eb.fn.sum<number | null>("rows").as("rows"))
    .where("purgedAt", "is not", null)
    .executeTakeFirst();
  return { rows: Number(sum?.rows ?? 0), purgedRows: Number(purged?.rows ?? 0) };
}

async function newestVerification(
  { read }: Database,
  states: string[],
): Promise<Verification | null> {
  const row = await read
    .selectFrom("audit_verification")
    .selectAll()
    .where("state", "in", states)
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  return row ? toVerification(row) : null;
}

function toVerification(row: StoredVerification): Verification {
  const { id, requestedByName, requestedAt, endedAt, fromSeq, toSeq, rowsDone } = row;
  return {
    ...{ id, requestedByName, requestedAt, endedAt, fromSeq, toSeq, rowsDone },
    state: row.state as Verification["state"],
    sealsDone: row.doneSeq - fromSeq + 1,
    findingCount: row.findingCount,
    findings: row.findings as unknown as IntegrityFinding[],
  };
}

/** How a verification goes, or what it found. */
export const readVerification = defineQuery({
  name: "audit.readVerification",
  permission: "audit:read",
  input: z.object({ id: z.string().max(64) }),
  output: zVerification,
  async run({ db }, { id }) {
    const row = await verificationById(db.read, id);
    if (!row) throw refusalError({ code: "AUDIT_VERIFICATION_NOT_FOUND", context: { id } });
    return toVerification(row);
  },
});

/** Legal holds, newest first, released ones too. */
export const listHolds = defineQuery({
  name: "audit.listHolds",
  permission: "audit:read",
  input: pages,
  output: z.object({ items: z.array(zHoldRow), nextCursor: z.string().nullable() }),
  async run({ db }, { limit, cursor }) {
    let query = db.read
      .selectFrom("audit_hold")
      .select([
        ...(["id", "fromAt", "toAt", "reason", "placedByName", "placedAt"] as const),
        ...(["releasedByName", "releasedAt", "releaseReason"] as const),
      ])
      .orderBy("id", "desc")
      .limit(limit + 1);
    const after = readCursor(cursor, 1);
    if (after) query = query.where("id", "<", String(after[0]));
    return toPage(await query.execute(), limit, {
      item: (row): HoldRow => row,
      key: ({ id }) => [id],
    });
  },
});
