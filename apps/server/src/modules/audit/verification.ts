import { findingMax, type IntegrityFinding } from "@lineside/domain/audit";
import { addMinutes, refusalError, zInstant } from "@lineside/domain/kernel";
import { z } from "zod";
import { defineCommand } from "../../platform/command.ts";
import type { FileStore } from "../../platform/files.ts";
import { supersedeDead } from "../../platform/jobs/cron-store.ts";
import { defineCron, defineJob, type JobContext } from "../../platform/jobs/job.ts";
import { enqueue } from "../../platform/jobs/queue.ts";
import type { UnitContext } from "../../platform/subscribers.ts";
import { notify } from "../notification/index.ts";
import { sealKey } from "./seal.ts";
import { lastSeal, noteCompared, sealsAfter, seqsOf } from "./seal-store.ts";
import {
  anchors,
  forgetVerifications,
  insertVerification,
  lastNightly,
  noteFailed,
  noteProgress,
  type StoredVerification,
  verificationById,
} from "./verification-store.ts";
import { anchorFindings, type Compared, compareSeals } from "./verify.ts";

const kind = "audit.verifyRanges";
const head = { kind, lane: "system", version: 1 } as const;
const payload = z.object({ id: z.string() });

/** Seals of one portion: progress is seen and the job can be left, a few seconds at most. */
const portionSeals = 50;
/** What one night compares; a longer trail is gone through in several nights. */
const nightlySeals = 5_000;

async function request(
  cx: Pick<UnitContext, "tx" | "now" | "newId">,
  given: Pick<StoredVerification, "requestedById" | "requestedByName" | "fromSeq" | "toSeq">,
): Promise<string | null> {
  const id = cx.newId();
  const job = await enqueue(cx, head, { payload: { id }, uniqueKey: kind, subject: `audit:${id}` });
  if (job === null) return null;
  await insertVerification(cx.tx, { ...given, id, requestedAt: cx.now });
  return id;
}

/** Compares what was sealed in a time, or everything, with what is there. The answer comes before the work. */
export const startVerification = defineCommand({
  name: "audit.startVerification",
  permission: "audit:read",
  scope: "none",
  input: z.object({ from: zInstant.optional(), to: zInstant.optional() }),
  output: z.object({ id: z.string() }),
  async run(cx, { from, to }) {
    if (from && to && from >= to)
      throw refusalError({ code: "AUDIT_RANGE_INVALID", context: { from, to } });
    const seqs = await seqsOf({ read: cx.tx.k }, { from, to });
    if (!seqs) throw refusalError({ code: "AUDIT_NOTHING_SEALED", context: {} });
    const by = { requestedById: cx.actor.id, requestedByName: cx.actor.name };
    const id = await request(cx, { ...seqs, ...by });
    if (id === null) throw refusalError({ code: "AUDIT_VERIFICATION_RUNNING", context: {} });
    const data = { from: from ?? null, to: to ?? null, ...seqs };
    cx.emit({ ...about(id), type: "audit.verificationRequested", data });
    return { id };
  },
});

const about = (id: string) => ({
  entityType: "auditVerification",
  entityId: id,
  entityKey: id.slice(-8),
});

/** Every night: the seals after those of the night before, then from the first one again. */
export const verifyCron = defineCron({
  name: "audit.verify",
  pattern: "10 4 * * *",
  async run(jx) {
    await supersedeDead(jx.tx, kind, jx.now);
    await forgetVerifications(jx.tx, addMinutes(jx.now, -400 * 24 * 60));
    const last = await lastSeal(jx.tx.k);
    if (!last) return { seals: 0 };
    const before = await lastNightly(jx.tx);
    const isRound = before === null || before.toSeq >= last.seq || last.seq <= nightlySeals;
    const fromSeq = isRound ? 1 : before.toSeq + 1;
    const toSeq = Math.min(last.seq, fromSeq + nightlySeals - 1);
    const by = { requestedById: null, requestedByName: jx.actor.name };
    return { id: await request(jx, { fromSeq, toSeq, ...by }), fromSeq, toSeq };
  },
});

interface Portion extends Compared {
  doneSeq: number;
  /** Seals after the portion, or the verification is over. */
  hasMore: boolean;
  head: { seq: number; hash: string } | null;
}

const verifyJob = (files: FileStore) =>
  defineJob<z.output<typeof payload>, Portion | null>({
    ...head,
    payload,
    attempts: 3,
    async send({ db, config }, { id }) {
      const row = await verificationById(db.read, id);
      if (!row || row.endedAt !== null) return null;
      const { doneSeq, toSeq } = row;
      const range = { after: doneSeq, upTo: toSeq, limit: portionSeals };
      const seals = await sealsAfter(db, range);
      const verifier = { db, files, key: sealKey(config.secret) };
      const compared = await compareSeals(verifier, seals, { afterSeq: doneSeq });
      const done = seals.at(-1)?.seq ?? toSeq;
      if (done < toSeq) return { ...compared, doneSeq: done, hasMore: true, head: null };
      const newest = await lastSeal(db.read);
      const findings = [...compared.findings, ...(await anchorFindings(db, await anchors(db, 30)))];
      const told = newest && { seq: newest.seq, hash: newest.hash };
      return { ...compared, findings, doneSeq: toSeq, hasMore: false, head: told };
    },
    async run(jx, { id }, portion) {
      const row = portion && (await verificationById(jx.tx.k, id));
      if (!portion || !row) return { done: true };
      return await settle(jx, row, portion);
    },
    async failed(jx, { id }, { isFinal }) {
      if (isFinal) await noteFailed(jx.tx, id, jx.now);
    },
  });

async function settle(jx: JobContext, row: StoredVerification, portion: Portion) {
  const { doneSeq, hasMore } = portion;
  const broken = new Map<number, string>();
  for (const { seal, code } of portion.findings) if (!broken.has(seal)) broken.set(seal, code);
  await noteCompared(jx.tx, { fromSeq: row.doneSeq + 1, toSeq: doneSeq, now: jx.now }, broken);
  const earlier = row.findings as unknown as IntegrityFinding[];
  const findings = [...earlier, ...portion.findings].slice(0, findingMax);
  const findingCount = row.findingCount + portion.findings.length;
  const rowsDone = row.rowsDone + portion.rows;
  const ended = findingCount === 0 ? "INTACT" : "BROKEN";
  await noteProgress(jx.tx, row.id, {
    ...{ doneSeq, rowsDone, findingCount, findings },
    ...{ state: hasMore ? "RUNNING" : ended, endedAt: hasMore ? null : jx.now },
  });
  if (hasMore) await enqueue(jx, head, { payload: { id: row.id }, subject: `audit:${row.id}` });
  else await tell(jx, row, { rowsDone, findingCount, findings, head: portion.head });
  return { doneSeq, findings: portion.findings.length };
}

interface Ended {
  rowsDone: number;
  findingCount: number;
  findings: IntegrityFinding[];
  head: Portion["head"];
}

async function tell(
  jx: JobContext,
  { id, fromSeq, toSeq }: StoredVerification,
  { rowsDone, findingCount, findings, head: newest }: Ended,
): Promise<void> {
  const [first] = findings;
  const data = { fromSeq, toSeq, rows: rowsDone };
  if (!first)
    return jx.emit({ ...about(id), type: "audit.verified", data: { ...data, head: newest } });
  jx.emit({ ...about(id), type: "audit.broken", data: { ...data, findingCount, findings } });
  await notify(jx, {
    ...{ topic: "audit.broken", severity: "ALARM", code: "AUDIT_BROKEN" },
    context: {
      ...{ seal: first.seal, finding: first.code, eventId: first.eventId },
      ...{ count: findingCount, detail: first.detail },
    },
    ...{ entityType: "auditVerification", entityKey: String(first.seal) },
    uniqueKey: `audit.broken:${id}`,
    to: [{ permission: "audit:hold" }],
  });
}

export const verificationJobs = (files: FileStore) => [verifyJob(files)];
