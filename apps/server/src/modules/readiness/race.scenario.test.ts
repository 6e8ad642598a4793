import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Tx } from "@lineside/db";
import { addMinutes } from "@lineside/domain/kernel";
import { eachDatabase } from "@lineside/testkit/database";
import { sql } from "kysely";
import { Preparing } from "./preparing.fixture.ts";

eachDatabase((dialect) => {
  const p = new Preparing();
  beforeAll(async () => {
    await p.open(dialect);
    for (const checkCode of ["EQUIPMENT", "SOLDER_PASTE"])
      await p.setPolicy({ checkCode, scope: "LINE", scopeKey: "A", gate: "BLOCK" });
    await p.machine("PR-1", "NORMAL");
    await p.paste("B-1", addMinutes(p.now, 600));
  }, 60_000);
  afterAll(() => p.close());

  /** Until somebody waits for a lock, or `done` is over anyway. */
  async function waits(done: Promise<unknown>): Promise<void> {
    let isOver = false;
    void done.finally(() => {
      isOver = true;
    });
    for (;;) {
      const { rows } = await sql<{ n: number }>`
        SELECT count(*)::int AS n FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'`.execute(p.app.db.read);
      if (isOver || (rows[0]?.n ?? 0) > 0) return;
    }
  }

  /** Authorises while another unit of work has made `change` and not yet committed it. */
  async function authorizeDuring(change: (tx: Tx) => Promise<unknown>) {
    const { runNo } = await p.run();
    const made = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const other = p.app.db.unit(async (tx) => {
      await change(tx);
      made.resolve();
      await release.promise;
    });
    await made.promise;
    const answer = p.planner.post(`/api/runs/${runNo}/authorize`);
    if (dialect === "postgresql") await waits(answer);
    release.resolve();
    await other;
    return await answer;
  }

  describe("authorising while what it rests on changes", () => {
    test("waits for a machine that fails, and is refused", async () => {
      const answer = await authorizeDuring((tx) =>
        tx.k
          .updateTable("equipment_machine")
          .set({ status: "REPAIR", statusSince: p.now })
          .where("code", "=", "PR-1")
          .execute(),
      );
      expect(answer).toMatchObject({
        status: 409,
        body: {
          code: "READINESS_CHECK_FAILED",
          context: { findings: [{ check: "EQUIPMENT", code: "EQUIPMENT_NOT_FIT" }] },
        },
      });
      await p.setMachine("PR-1", "NORMAL");
    });

    test("waits for a bottle that is scrapped, and is refused", async () => {
      const answer = await authorizeDuring((tx) =>
        tx.k
          .updateTable("solder_paste_bottle")
          .set({ state: "EXPIRED", blockedCode: "PASTE_EXPIRED", usableUntil: p.now })
          .where("bottleNo", "=", "B-1")
          .execute(),
      );
      expect(answer).toMatchObject({
        status: 409,
        body: {
          code: "READINESS_CHECK_FAILED",
          context: { findings: [{ check: "SOLDER_PASTE", code: "READINESS_PASTE_UNUSABLE" }] },
        },
      });
    });
  });
});
