import { expect } from "bun:test";
import { TestApp } from "@lineside/testkit/app";
import type { TestDialect } from "@lineside/testkit/database";
import type { Person } from "@lineside/testkit/people";

/** A server with two sealed ranges of its trail. */
export class SealedTrail {
  app!: TestApp;
  admin!: Person;

  async open(dialect: TestDialect): Promise<void> {
    this.app = await TestApp.start(dialect);
    this.admin = await this.app.as("admin");
    await this.sealSome(["One", "Two", "Three"]);
    await this.sealSome(["Four", "Five"]);
  }

  close = () => this.app.dispose();

  /** A few events, grown old enough, sealed as one range. */
  async sealSome(names: string[]): Promise<void> {
    for (const plantName of names) await this.admin.patch("/api/settings", { plantName });
    this.app.clock.advance(1_200);
    await this.app.runCron("audit.seal");
  }

  async events() {
    const { read } = this.app.db;
    const rows = await read.selectFrom("platform_event").selectAll().orderBy("id").execute();
    return rows.map((row) => ({ ...row, data: row.data as object }));
  }

  seals = () => this.app.db.read.selectFrom("audit_seal").selectAll().orderBy("seq").execute();

  /** Past the server, as whoever holds the database can. */
  get forge() {
    return this.app.db.auto;
  }

  async verify(body: object = {}) {
    const asked = await this.admin.post("/api/audit/verify", body);
    expect(asked.status).toBe(200);
    await this.app.runJobs();
    return (await this.admin.get(`/api/audit/verifications/${asked.body.id}`)).body;
  }
}
