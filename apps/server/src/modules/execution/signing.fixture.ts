import { expect } from "bun:test";
import { createUser } from "@lineside/server/modules/auth";
import type { TestDialect } from "@lineside/testkit/database";
import { Person, signIn, testPassword } from "@lineside/testkit/people";
import { Planning } from "../work-order/planning.fixture.ts";

/** A plant that asks for a signature where a run is authorised. */
export class Signing extends Planning {
  admin!: Person;
  #made = 0;

  override async open(dialect: TestDialect): Promise<void> {
    await super.open(dialect);
    this.admin = await this.app.as("admin");
    await this.ask("run.authorize");
  }

  async ask(...signatureFor: string[]): Promise<void> {
    expect((await this.admin.patch("/api/settings", { signatureFor })).status).toBe(200);
  }

  /** A planner nobody else signs as. */
  async somebody(): Promise<Person> {
    const username = `signer-${++this.#made}`;
    const name = `Signer ${this.#made}`;
    const user = await createUser(this.app.platform, {
      ...{ username, name, password: testPassword, roles: ["planner"] },
    });
    return new Person(this.app, {
      id: user.id,
      username,
      cookie: await signIn(this.app, username),
    });
  }

  authorize(who: Person, runNo: string) {
    return (body: object) => who.post(`/api/runs/${runNo}/authorize`, body);
  }

  signatures() {
    return this.k.selectFrom("audit_signature").selectAll().orderBy("id").execute();
  }
}
