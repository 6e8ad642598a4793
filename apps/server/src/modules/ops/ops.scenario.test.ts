import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { TestApp } from "@lineside/testkit/app";
import { eachDialect } from "@lineside/testkit/database";
import type { Person } from "@lineside/testkit/people";
import { z } from "zod";
import { newId } from "../../platform/ids.ts";
import { defineCron, defineJob, JobFailure } from "../../platform/jobs/job.ts";
import { enqueue, type NewJob } from "../../platform/jobs/queue.ts";

eachDialect((dialect) => {
  describe("the jobs console", () => {
    let app: TestApp;
    let admin: Person;
    let isMissing = true;

    const deliver = defineJob({
      kind: "test.deliver",
      lane: "event",
      payload: z.object({ to: z.string() }),
      run: async (jx, { to }) => {
        if (isMissing)
          throw new JobFailure("permanent", "RESOURCE_NOT_FOUND", {
            context: { object: "AOI", to },
          });
        const entity = { entityType: "test", entityId: to, entityKey: to };
        jx.emit({ ...entity, type: "test.delivered" });
      },
    });
    const wait = defineJob({
      kind: "test.wait",
      lane: "ingest",
      payload: z.object({}),
      run: async () => {
        throw new JobFailure("early", "RESOURCE_NOT_FOUND", { waitKey: "unit:SN-1" });
      },
    });
    const tick = defineCron({
      name: "test.tick",
      pattern: "0 3 * * *",
      run: async () => ({ n: 1 }),
    });

    const add = (job: typeof deliver | typeof wait, given: NewJob<{ to: string }>) =>
      app.db.unit((tx) =>
        enqueue({ tx, now: app.clock.now(), newId }, job as typeof deliver, given),
      );
    const overview = async () => (await admin.get("/api/ops/jobs/overview")).body;
    const lane = async (name: string) =>
      (await overview()).lanes.find((row: { lane: string }) => row.lane === name);
    const openCase = async () => (await admin.get("/api/ops/cases")).body.items[0]?.sample;

    beforeAll(async () => {
      app = await TestApp.start(dialect);
      app.platform.jobs.register([deliver, wait], [tick]);
      admin = await app.as("admin");
      await app.runJobs();
    });
    afterAll(() => app.dispose());

    test("dead jobs are grouped by their cause, and shown with payload, attempts and case", async () => {
      for (const to of ["A", "B", "C"])
        await add(deliver, { payload: { to }, subject: `to:${to}` });
      const mark = await app.mark();
      await app.runJobs();
      expect(await app.events(mark)).toEqual(["job.failed", "job.failed", "job.failed"]);
      const { body } = await admin.get("/api/ops/cases");
      expect(body.items).toMatchObject([
        { kind: "test.deliver", code: "RESOURCE_NOT_FOUND", count: 3, sample: { state: "OPEN" } },
      ]);
      const { fingerprint, sample } = body.items[0];
      const of = await admin.get(`/api/ops/cases/of/${fingerprint}`);
      expect(of.body.items.map((row: { subject: string }) => row.subject)).toEqual([
        ...["to:C", "to:B", "to:A"],
      ]);
      const job = await admin.get(`/api/ops/jobs/${sample.jobId}`);
      expect(job.body).toMatchObject({
        ...{ state: "FAILED", wait: null, payload: { to: "C" }, attempt: 1, spent: 0 },
        attempts: [{ outcome: "FAILED", failureClass: "permanent", errorContext: { to: "C" } }],
        cases: [{ id: sample.id, state: "OPEN" }],
      });
      expect(await lane("event")).toMatchObject({ failed: 3, ready: 0, oldestReadyAt: null });
      expect((await overview()).openCases).toBe(3);
    });

    test("requeued it lives again with a fresh budget; its case is closed", async () => {
      const { id, jobId } = await openCase();
      isMissing = false;
      const mark = await app.mark();
      const answer = await admin.post(`/api/ops/cases/${id}/requeue`);
      expect([answer.status, answer.body]).toEqual([200, { jobId }]);
      expect(await app.runJobs()).toBe(1);
      expect(await app.events(mark)).toEqual(["job.requeued", "test.delivered"]);
      const job = (await admin.get(`/api/ops/jobs/${jobId}`)).body;
      expect(job).toMatchObject({ state: "COMPLETED", generation: 2, errorCode: null });
      expect(job.cases).toMatchObject([{ state: "CLOSED", resolution: "REQUEUED" }]);
      const again = await admin.post(`/api/ops/cases/${id}/requeue`);
      expect([again.status, again.body.code]).toEqual([409, "JOB_CASE_STATE_INVALID"]);
      isMissing = true;
    });

    test("discarded with a reason it is over; resolved by hand likewise", async () => {
      const first = await openCase();
      const bad = await admin.post(`/api/ops/cases/${first.id}/discard`, { reason: "no" });
      expect([bad.status, bad.body.code]).toEqual([400, "VALIDATION_FAILED"]);
      const mark = await app.mark();
      await admin.post(`/api/ops/cases/${first.id}/discard`, { reason: "machine was scrapped" });
      const second = await openCase();
      await admin.post(`/api/ops/cases/${second.id}/resolve`, { reason: "typed it in by hand" });
      expect(await app.events(mark)).toEqual(["job.discarded", "job.resolved"]);
      expect(await app.runJobs()).toBe(0);
      const decided = [];
      for (const { jobId } of [first, second]) {
        const { state, cases } = (await admin.get(`/api/ops/jobs/${jobId}`)).body;
        decided.push([state, cases[0].resolution, cases[0].reason]);
      }
      expect(decided).toEqual([
        ["CANCELLED", "DISCARDED", "machine was scrapped"],
        ["CANCELLED", "RESOLVED", "typed it in by hand"],
      ]);
      const closed = await admin.get("/api/ops/cases?state=CLOSED");
      expect(closed.body.items).toMatchObject([
        { count: 3, sample: { resolution: "REQUEUED", closedByName: "admin 1" } },
      ]);
    });

    test("one dead job retried by its own; a parked one looks at once, a delayed one may not", async () => {
      const dead = await add(deliver, { payload: { to: "D" } });
      const parked = await add(wait, { payload: { to: "" } });
      const later = await add(deliver, {
        payload: { to: "E" },
        notBefore: "2027-01-01T00:00:00.000Z",
      });
      await app.runJobs();
      expect(await lane("ingest")).toMatchObject({ parked: 1, ready: 0 });
      const mark = await app.mark();
      const tried = [dead, parked, later].map((id) => admin.post(`/api/ops/jobs/${id}/retry`));
      const answers = await Promise.all(tried);
      expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
        [200, undefined],
        [200, undefined],
        [409, "JOB_STATE_INVALID"],
      ]);
      expect((await app.events(mark)).toSorted()).toEqual([
        ...["job.hurried", "job.requeued", "ops.retryJob!JOB_STATE_INVALID"],
      ]);
      expect(await app.runJobs()).toBe(2);
      await admin.post(`/api/ops/cases/${(await openCase()).id}/discard`, {
        reason: "enough of it",
      });
    });

    test("two people decide about one case at once: one does, the other hears of it", async () => {
      await add(deliver, { payload: { to: "F" } });
      await app.runJobs();
      const { id } = await openCase();
      const answers = await Promise.all([
        admin.post(`/api/ops/cases/${id}/discard`, { reason: "first of two" }),
        admin.post(`/api/ops/cases/${id}/requeue`),
      ]);
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
      await app.runJobs();
      const left = await openCase();
      if (left) await admin.post(`/api/ops/cases/${left.id}/discard`, { reason: "clean up" });
    });

    test("a paused kind is not started and says so; resumed it goes on", async () => {
      isMissing = false;
      const reason = "receiver is moved";
      const mark = await app.mark();
      await admin.post("/api/ops/kinds/test.deliver/pause", { reason });
      await add(deliver, { payload: { to: "P" } });
      expect(await app.runJobs()).toBe(0);
      expect(await lane("event")).toMatchObject({ paused: 1, ready: 0 });
      const kinds = (await overview()).kinds as { kind: string }[];
      expect(kinds.find(({ kind }) => kind === "test.deliver")).toMatchObject({
        ...{ isPaused: true, pauseReason: reason },
      });
      await admin.post("/api/ops/kinds/test.deliver/resume");
      expect(await app.runJobs()).toBe(1);
      expect(await app.events(mark)).toEqual([
        ...["jobKind.paused", "jobKind.resumed", "test.delivered"],
      ]);
      const unknown = await admin.post("/api/ops/kinds/no.such/pause", { reason });
      expect([unknown.status, unknown.body.code]).toEqual([404, "JOB_KIND_UNKNOWN"]);
    });

    test("ready work that no node can run is an alarm", async () => {
      await add({ ...deliver, kind: "test.future", version: 7 }, { payload: { to: "X" } });
      expect(await app.runJobs()).toBe(0);
      expect((await overview()).unclaimable).toEqual([
        { kind: "test.future", payloadVersion: 7, count: 1 },
      ]);
    });

    test("timetables: when they ran, when they run next, and now", async () => {
      const named = async () =>
        (await admin.get("/api/ops/crons")).body.find(
          (row: { name: string }) => row.name === "test.tick",
        );
      expect(await named()).toMatchObject({
        ...{ pattern: "0 3 * * *", lastOutcome: null, nextAt: "2026-11-22T19:00:00.000Z" },
      });
      const mark = await app.mark();
      const started = await admin.post("/api/ops/crons/test.tick/run");
      const again = await admin.post("/api/ops/crons/test.tick/run");
      expect([started.status, again.status, again.body.code]).toEqual([200, 409, "CRON_RUNNING"]);
      expect(await named()).toMatchObject({ isRunning: true });
      await app.runJobs();
      expect(await named()).toMatchObject({
        ...{ isRunning: false, lastOutcome: "COMPLETED", lastResult: { n: 1 } },
        lastJobId: started.body.jobId,
      });
      expect(await app.events(mark)).toEqual(["cron.started", "ops.runCron!CRON_RUNNING"]);
      const unknown = await admin.post("/api/ops/crons/no.such/run");
      expect([unknown.status, unknown.body.code]).toEqual([404, "CRON_NOT_FOUND"]);
    });

    test("the list is filtered and paged; who may not see it does not", async () => {
      const page = await admin.get("/api/ops/jobs?kind=test.deliver&state=COMPLETED&limit=1");
      expect(page.body.items).toMatchObject([{ kind: "test.deliver", state: "COMPLETED" }]);
      const next = await admin.get(
        `/api/ops/jobs?kind=test.deliver&state=COMPLETED&limit=1&cursor=${page.body.nextCursor}`,
      );
      expect(next.body.items[0].id < page.body.items[0].id).toBe(true);
      const found = await admin.get("/api/ops/jobs?q=TO:B");
      expect(found.body.items).toMatchObject([{ subject: "to:B" }]);
      const operator = await app.as("planner");
      for (const path of ["jobs", "jobs/overview", "cases", "crons"])
        expect((await operator.get(`/api/ops/${path}`)).status).toBe(403);
      const tried = await operator.post("/api/ops/crons/test.tick/run");
      expect([tried.status, tried.body.code]).toEqual([403, "FORBIDDEN"]);
      const missing = await admin.get("/api/ops/jobs/none");
      expect([missing.status, missing.body.code]).toEqual([404, "JOB_NOT_FOUND"]);
    });
  });
});
