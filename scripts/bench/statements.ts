import { TestApp } from "@lineside/testkit/app";
import { makePlant, makeRun } from "@lineside/testkit/factory";

/** SQL statements of one scan in and one scan out, counted by the database layer itself. */
export async function statementsPerRequest(): Promise<{ trackIn: number; trackOut: number }> {
  const app = await TestApp.start("sqlite");
  const plant = await makePlant(app.db);
  const { sns } = await makeRun(app.db, plant, { units: 3 });
  const operator = await app.as("operator", { stations: plant.stations });
  const station = plant.stations[0] ?? "";
  const count = async (path: string, body: object) => {
    const before = app.db.stats().statements;
    const headers = { "idempotency-key": crypto.randomUUID() };
    const answer = await operator.post(`/api/stations/${station}/${path}`, body, { headers });
    if (answer.status !== 200) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return app.db.stats().statements - before;
  };
  const visit = async (sn: string | undefined) => ({
    trackIn: await count("track-in", { sn }),
    trackOut: await count("track-out", { sn, result: "PASS" }),
  });
  // The first unit starts the run and the second one reads what it became; the third costs what all do.
  await visit(sns[0]);
  await visit(sns[1]);
  const cost = await visit(sns[2]);
  await app.dispose();
  return cost;
}
