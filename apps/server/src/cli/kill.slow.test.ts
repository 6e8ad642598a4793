import { expect, test } from "bun:test";
import { openDatabase } from "@lineside/db";
import { startBinary } from "@lineside/testkit/binary";
import { eachDialect } from "@lineside/testkit/database";
import { sql } from "kysely";
import { makeFloor } from "./floor.fixture.ts";
import { findContradictions, readTrail, type Trail } from "./invariants.fixture.ts";
import { type Acknowledgement, Load } from "./load.fixture.ts";

const kills = 55;
const commandsPerLifeMax = 40;

eachDialect((dialect) => {
  let trail: Trail;

  test("killed again and again under load: what was acknowledged is there once, nothing is half there", async () => {
    const floor = await makeFloor(dialect, { operators: 12, units: 1_500, hasClocks: true });
    const binary = await startBinary({ env: floor.env });
    try {
      const load = await Load.start(binary, floor);
      for (let kill = 0; kill < kills; kill++) {
        await load.more(1 + Math.floor(Math.random() * commandsPerLifeMax));
        // Anywhere between a request's arrival and its answer.
        await Bun.sleep(Math.random() * 4);
        await binary.crash();
        await binary.restart();
      }
      await load.finish();
      expect(await load.repeat(50)).toEqual([]);
      expect(await binary.stop()).toBe(0);

      const db = await openDatabase({ url: floor.url });
      try {
        trail = await readTrail(
          db,
          floor.plant.snapshot.steps.map(({ stepNo }) => stepNo),
        );
        if (dialect === "sqlite") {
          const { rows } = await sql`PRAGMA integrity_check`.execute(db.read);
          expect(rows).toEqual([{ integrity_check: "ok" }]);
        }
      } finally {
        await db.close();
      }
      expect(findContradictions(trail)).toEqual([]);
      expect(trail.clocks.length).toBeGreaterThan(kills);
      expect(asStored(trail)).toEqual(byKey(load.acknowledged));
      expect(load.acknowledged.length).toBeGreaterThan(kills);
      // The plug was pulled while requests were under way, not between them.
      expect(load.unanswered).toBeGreaterThan(kills);
      expect(refusalsOf(trail, load.refused)).toEqual(new Map(load.refused.map((id) => [id, 1])));
    } finally {
      await binary.dispose();
      await floor.dispose();
    }
  }, 240_000);

  // A check that cannot fail is a defect: each spoils a copy of what the loop left behind.
  const sabotage: [string, (trail: Trail) => void, RegExp][] = [
    [
      "a lost event         ",
      (t) => drop(t.events, ({ type }) => type === "unit.trackedIn"),
      /^unit\.trackedIn: 0 for/,
    ],
    [
      "an event told twice  ",
      (t) => twice(t.events, ({ type }) => type === "unit.trackedOut"),
      /^unit\.trackedOut: 2 for/,
    ],
    [
      "a lost visit         ",
      (t) => drop(t.visits, ({ stepNo }) => stepNo === 10),
      /its visits say|is at step/,
    ],
    [
      "a visit twice        ",
      (t) => twice(t.visits, ({ outAt }) => outAt !== null),
      /is at step|went on after/,
    ],
    [
      "two open visits      ",
      (t) => t.visits.push({ ...firstOpen(t), id: "x", stepNo: 20 }),
      /2 open visits/,
    ],
    [
      "an end without a key ",
      (t) => drop(t.keys, ({ command }) => command === "execution.trackOut"),
      /^answers to track-out: 0 for/,
    ],
    ["an effect without one", (t) => drop(t.defects, () => true), /^defects: 0 for/],
    ["a lost update        ", (t) => spoil(t.units, "version", 99), /has version 99/],
    [
      "a unit left behind   ",
      (t) => spoil(t.units, "state", "IN_STATION"),
      /is IN_STATION, its visits say/,
    ],
    ["an answer of others  ", (t) => misanswer(t), /is not what happened/],
    ["a lost clock         ", (t) => drop(t.clocks, () => true), /^clocks: 0 for/],
    ["a clock without job  ", (t) => drop(t.jobs, () => true), /with the jobs clock/],
    ["a clock that runs on ", (t) => spoil(t.clocks, "state", "RUNNING"), /is RUNNING, ended by/],
    ["an open key left     ", (t) => spoil(t.visits, "openUnitId", "x"), /open key/],
  ];
  test.each(sabotage)("the checker sees %s", (_, spoilt, sentence) => {
    const copy = structuredClone(trail);
    spoilt(copy);
    expect(findContradictions(copy).join("\n")).toMatch(new RegExp(sentence.source, "m"));
  });
});

type Answered = Pick<Acknowledgement, "key" | "answer">;

const byKey = (answers: Answered[]) =>
  Object.fromEntries(answers.toSorted(order).map(({ key, answer }) => [key, answer]));

const order = (a: Answered, b: Answered) => (a.key < b.key ? -1 : 1);

/** The stored answers as a client would get them again. */
function asStored({ keys }: Trail): Record<string, unknown> {
  const value = (answer: unknown) => (answer as { value: unknown }).value;
  return byKey(keys.map(({ key, answer }) => ({ key, answer: value(answer) })));
}

function refusalsOf({ events }: Trail, requestIds: string[]): Map<string, number> {
  const asked = new Set(requestIds);
  const counts = new Map<string, number>();
  for (const { outcome, requestId } of events)
    if (outcome === "REFUSED" && requestId && asked.has(requestId))
      counts.set(requestId, (counts.get(requestId) ?? 0) + 1);
  return counts;
}

function drop<T>(rows: T[], which: (row: T) => boolean): void {
  const at = rows.findIndex(which);
  expect(at).toBeGreaterThanOrEqual(0);
  rows.splice(at, 1);
}

function twice<T>(rows: T[], which: (row: T) => boolean): void {
  const row = rows.find(which);
  expect(row).toBeDefined();
  if (row) rows.push(row);
}

function spoil<T extends object, K extends keyof T>(rows: T[], field: K, value: T[K]): void {
  const row = rows.find((each) => each[field] !== value);
  expect(row).toBeDefined();
  if (row) row[field] = value;
}

function firstOpen({ visits }: Trail): Trail["visits"][number] {
  const row = visits.find(({ outAt }) => outAt === null);
  expect(row).toBeDefined();
  return row as Trail["visits"][number];
}

/** The answer of another board under the same key. */
function misanswer({ keys }: Trail): void {
  const [first, second] = keys.filter(({ command }) => command === "execution.trackIn");
  const other = second?.answer as { value: { unit: object } };
  if (first)
    first.answer = { value: { ...(first.answer as typeof other).value, unit: other.value.unit } };
}
