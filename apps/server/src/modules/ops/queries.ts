import { type JobDetail, type JobRow, zJobDetail, zJobRow, zJobsQuery } from "@lineside/domain/job";
import { refusalError } from "@lineside/domain/kernel";
import { z } from "zod";
import { readCursor, toPage } from "../../platform/page.ts";
import { defineQuery } from "../../platform/query.ts";
import { contains } from "../../platform/search.ts";
import { caseOf, casesOfJob } from "./cases-queries.ts";
import { jobsWithWait } from "./wait-queries.ts";

const rowColumns = [
  "j.id",
  "j.kind",
  "j.lane",
  "j.state",
  "j.notBefore",
  "j.subject",
  "j.orderKey",
  "j.attempt",
  "j.generation",
  "j.errorCode",
  "j.errorContext",
  "j.createdAt",
  "j.startedAt",
  "j.finishedAt",
] as const;

/** Newest first; ids are made in time order, so the cursor is an id. */
export const listJobs = defineQuery({
  name: "ops.listJobs",
  permission: "job:read",
  input: zJobsQuery,
  output: z.object({ items: z.array(zJobRow), nextCursor: z.string().nullable() }),
  async run({ db, now }, { state, kind, lane, q, limit, cursor }) {
    let query = jobsWithWait(db, now)
      .select(rowColumns)
      .orderBy("j.id", "desc")
      .limit(limit + 1);
    if (state) query = query.where("j.state", "=", state);
    if (kind) query = query.where("j.kind", "=", kind);
    if (lane) query = query.where("j.lane", "=", lane);
    if (q) query = query.where(contains(["j.kind", "j.subject", "j.orderKey", "j.errorCode"], q));
    const after = readCursor(cursor, 1);
    if (after) query = query.where("j.id", "<", String(after[0]));
    return toPage(await query.execute(), limit, {
      item: (row) => row as JobRow,
      key: (row) => [row.id],
    });
  },
});

/** One job with every attempt, and what was decided about it. */
export const readJob = defineQuery({
  name: "ops.readJob",
  permission: "job:read",
  input: z.object({ id: z.string().max(64) }),
  output: zJobDetail,
  async run({ db, now }, { id }): Promise<JobDetail> {
    const job = await jobsWithWait(db, now)
      .select([
        ...rowColumns,
        ...(["j.payload", "j.payloadVersion", "j.priority", "j.worker", "j.leaseUntil"] as const),
        ...(["j.waitKey", "j.spent", "j.losses", "j.causationId", "j.result"] as const),
      ])
      .where("j.id", "=", id)
      .executeTakeFirst();
    if (!job) throw refusalError({ code: "JOB_NOT_FOUND", context: { id } });
    const attempts = await db.read
      .selectFrom("platform_job_attempt")
      .select([
        ...(["id", "generation", "attempt", "worker", "version", "startedAt", "endedAt"] as const),
        ...(["outcome", "failureClass", "errorCode", "errorMessage", "errorContext"] as const),
        "waitMs",
      ])
      .where("jobId", "=", id)
      .orderBy("id", "desc")
      .limit(200)
      .execute();
    const cases = (await casesOfJob(db, id)).map(caseOf);
    const payload = (job.payload as { value: unknown }).value;
    return { ...job, payload, attempts, cases } as JobDetail;
  },
});
