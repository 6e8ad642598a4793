import type { Database } from "@lineside/db";
import {
  type JobCase,
  type JobCaseGroup,
  zCasesOfQuery,
  zCasesQuery,
  zJobCase,
  zJobCaseGroup,
} from "@lineside/domain/job";
import { z } from "zod";
import { readCursor, toPage } from "../../platform/page.ts";
import { defineQuery } from "../../platform/query.ts";

function cases(db: Database) {
  return db.read
    .selectFrom("platform_job_case as c")
    .innerJoin("platform_job as j", "j.id", "c.jobId")
    .select([
      ...(["c.id", "c.jobId", "c.kind", "c.fingerprint", "c.code", "c.context"] as const),
      ...(["c.state", "c.resolution", "c.reason", "c.openedAt", "c.closedAt"] as const),
      ...(["c.closedByName", "j.subject"] as const),
    ]);
}

type CaseRow = Awaited<ReturnType<ReturnType<typeof cases>["execute"]>>[number];

export const caseOf = (row: CaseRow) => row as JobCase;

export function casesOfJob(db: Database, jobId: string): Promise<CaseRow[]> {
  return cases(db).where("c.jobId", "=", jobId).orderBy("c.id", "desc").limit(50).execute();
}

/** Dead jobs by their cause, the newest cause first: "212 × RESOURCE_NOT_FOUND". */
export const listCaseGroups = defineQuery({
  name: "ops.listCases",
  permission: "job:read",
  input: zCasesQuery,
  output: z.object({ items: z.array(zJobCaseGroup), nextCursor: z.string().nullable() }),
  async run({ db }, { state, limit, cursor }) {
    let query = db.read
      .selectFrom("platform_job_case")
      .select(["fingerprint"])
      .select((eb) => [
        eb.fn.countAll<number>().as("count"),
        eb.fn.min("openedAt").as("firstAt"),
        eb.fn.max("openedAt").as("lastAt"),
        // Ids are made in time order.
        eb.fn.max("id").as("sampleId"),
      ])
      .where("state", "=", state)
      .groupBy("fingerprint")
      .orderBy("sampleId", "desc")
      .limit(limit + 1);
    const after = readCursor(cursor, 1);
    if (after) query = query.having((eb) => eb(eb.fn.max("id"), "<", String(after[0])));
    const groups = await query.execute();
    const ids = groups.map(({ sampleId }) => sampleId);
    const samples = ids.length === 0 ? [] : await cases(db).where("c.id", "in", ids).execute();
    const byId = new Map(samples.map((row) => [row.id, row]));
    return toPage(groups, limit, {
      item: ({ sampleId, fingerprint, count, firstAt, lastAt }) => {
        const sample = byId.get(sampleId) as JobCase;
        const { kind, code } = sample;
        return { fingerprint, kind, code, count, firstAt, lastAt, sample } satisfies JobCaseGroup;
      },
      key: ({ sampleId }) => [sampleId],
    });
  },
});

/** The cases of one cause, newest first. */
export const listCasesOf = defineQuery({
  name: "ops.listCasesOf",
  permission: "job:read",
  input: zCasesOfQuery,
  output: z.object({ items: z.array(zJobCase), nextCursor: z.string().nullable() }),
  async run({ db }, { state, fingerprint, limit, cursor }) {
    let query = cases(db)
      .where("c.state", "=", state)
      .where("c.fingerprint", "=", fingerprint)
      .orderBy("c.id", "desc")
      .limit(limit + 1);
    const after = readCursor(cursor, 1);
    if (after) query = query.where("c.id", "<", String(after[0]));
    return toPage(await query.execute(), limit, { item: caseOf, key: ({ id }) => [id] });
  },
});
