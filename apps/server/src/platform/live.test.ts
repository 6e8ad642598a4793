import { expect, test } from "bun:test";
import { type Change, payloads } from "./live.ts";

const change = (id: string, audience: string[] | null): Change => ({
  id,
  type: "notice.sent",
  entityType: "notice",
  entityKey: "SP-7",
  lineId: "line-a",
  stationId: null,
  runId: "run-1",
  audience,
});
const people = (count: number) => Array.from({ length: count }, () => crypto.randomUUID());
const bytes = (text: string) => Buffer.byteLength(text);

test("changes travel in as few payloads as PostgreSQL lets through, in order", () => {
  const changes = Array.from({ length: 100 }, (_, n) => change(`${n}`, n % 3 ? people(20) : null));
  const sent = payloads(changes);
  expect(sent.every((text) => bytes(text) < 8_000)).toBe(true);
  expect(sent.flatMap((text) => JSON.parse(text))).toEqual(changes);
  expect(payloads([])).toEqual([]);
});

test("an audience that fits into no payload becomes a hint to everybody, of what nobody learns", () => {
  const [sent = ""] = payloads([change("1", people(500))]);
  expect(bytes(sent)).toBeLessThan(8_000);
  expect(JSON.parse(sent)).toEqual([
    { ...change("1", null), entityKey: "", lineId: null, runId: null },
  ]);
});
