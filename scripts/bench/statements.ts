import { TestApp } from "@lineside/testkit/app";
import { makePlant, makeRun } from "@lineside/testkit/factory";

/** SQL statements of one scan in and one scan out, counted by the database layer itself. */
export async function statementsPerRequest(): Promise<{ trackIn: number; trackOut: number }> {
  const app = await TestApp.start("sqlite");
  const plant = await makePlant(app.db);
  const { sns } = await makeRun(app.db, plant, { units: 2 });
  const operator = await app.as("operator", { stations: plant.stations });
  const station = plant.stations[0] ?? "";
  const count = async (path: string, body: object) => {
    const before = app.db.stats().statements;
    const headers = { "idempotency-key": crypto.randomUUID() };
    const answer = await operator.post(`/api/stations/${station}/${path}`, body, { headers });
    if (answer.status !== 200) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return app.db.stats().statements - before;
  };
  // The first unit starts the run and fills the caches; the second one is what every other one costs.
  await count("track-in", { sn: sns[0] });
  const trackIn = await count("track-in", { sn: sns[1] });
  const trackOut = await count("track-out", { sn: sns[1], result: "PASS" });
  await app.dispose();
  return { trackIn, trackOut };
}
