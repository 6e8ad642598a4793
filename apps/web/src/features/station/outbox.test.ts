import { describe, expect, test } from "bun:test";
import {
  delivered,
  emptyOutbox,
  keep,
  type Letter,
  nextLetter,
  read,
  readOutbox,
  returnToSender,
  writeOutbox,
} from "./outbox.ts";

const letter = (id: string, by = "ann"): Letter => ({
  id,
  ask: { do: "TRACK_IN", key: `SN-${id}`, body: { sn: `SN-${id}` } },
  by: { id: by, name: by },
  atMs: 1,
});
const two = keep(keep(emptyOutbox, letter("1")), letter("2"));
const refusal = { code: "UNIT_ON_HOLD", context: {}, resolvedBy: null };
const ids = (box: { letters: readonly Letter[] }) => box.letters.map(({ id }) => id).join();

class Shelf extends Map<string, string> {
  getItem = (key: string) => this.get(key) ?? null;
  setItem = (key: string, value: string) => void this.set(key, value);
  removeItem = (key: string) => void this.delete(key);
}

describe("outbox", () => {
  test("letters go out in the order they were written", () => {
    expect(ids(two)).toBe("1,2");
    expect(nextLetter(two, "ann")?.id).toBe("1");
    expect(nextLetter(delivered(two, "1"), "ann")?.id).toBe("2");
  });

  test("nobody sends another person's scans; they do not stand in the way", () => {
    const mixed = keep(two, letter("3", "bob"));
    expect(nextLetter(mixed, "bob")?.id).toBe("3");
    expect(nextLetter(mixed, "cai")).toBeNull();
  });

  test("a refused letter is shown until it was read; the next one is sent", () => {
    const back = returnToSender(two, "1", refusal);
    expect(ids(back)).toBe("2");
    expect(back.returned).toEqual([
      { id: "1", key: "SN-1", result: "IN", byName: "ann", atMs: 1, refusal },
    ]);
    expect(read(back, "1").returned).toEqual([]);
  });

  test("a reload loses nothing; an empty box leaves nothing behind", () => {
    const shelf = new Shelf() as unknown as Storage;
    writeOutbox("AOI-1", two, shelf);
    expect(readOutbox("AOI-1", shelf)).toEqual(two);
    expect(readOutbox("AOI-2", shelf)).toEqual(emptyOutbox);
    writeOutbox("AOI-1", emptyOutbox, shelf);
    expect((shelf as unknown as Shelf).size).toBe(0);
  });

  test("a shelf somebody else wrote on is taken for empty", () => {
    const shelf = new Shelf() as unknown as Storage;
    shelf.setItem("lineside.outbox.AOI-1", "{]");
    expect(readOutbox("AOI-1", shelf)).toEqual(emptyOutbox);
  });
});
