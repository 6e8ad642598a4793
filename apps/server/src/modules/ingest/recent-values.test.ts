import { expect, test } from "bun:test";
import type { StoredEvent } from "./contract.ts";
import { RecentEvents } from "./recent-values.ts";

test("events nobody asks for make room for newer ones", () => {
  const recent = new RecentEvents(100);
  const event = (id: string) => ({ id }) as StoredEvent;
  for (const id of ["a", "b", "c"]) recent.keep(event(id), 40);
  expect(["a", "b", "c"].map((id) => recent.take(id)?.id)).toEqual([undefined, "b", "c"]);
  recent.keep(event("d"), 101);
  recent.keep(event("e"), 100);
  expect(["d", "e"].map((id) => recent.take(id)?.id)).toEqual([undefined, "e"]);
});
