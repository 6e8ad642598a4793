import type { TrackInAsk, TrackOutAsk } from "./loop-types.ts";

/** A scan kept on this terminal with its idempotency key: sent twice, it still acts once. */
export interface Letter {
  id: string;
  ask: TrackInAsk | TrackOutAsk;
  /** Who scanned it; nobody else's session may send it. */
  by: { id: string; name: string };
  atMs: number;
}

/** What the server said no to after the connection came back; shown until somebody has read it. */
export interface Returned {
  id: string;
  key: string;
  result: "IN" | "PASS" | "FAIL";
  byName: string;
  atMs: number;
  refusal: { code: string; context: Record<string, unknown>; resolvedBy: string | null };
}

export interface Outbox {
  letters: readonly Letter[];
  returned: readonly Returned[];
}

export const emptyOutbox: Outbox = { letters: [], returned: [] };

export const keep = (box: Outbox, letter: Letter): Outbox => ({
  ...box,
  letters: [...box.letters.filter(({ id }) => id !== letter.id), letter],
});

export const delivered = (box: Outbox, id: string): Outbox => ({
  ...box,
  letters: box.letters.filter((letter) => letter.id !== id),
});

export function returnToSender(box: Outbox, id: string, refusal: Returned["refusal"]): Outbox {
  const letter = box.letters.find((each) => each.id === id);
  if (!letter) return box;
  const { ask, by, atMs } = letter;
  const result = ask.do === "TRACK_IN" ? "IN" : ask.body.result;
  const back: Returned = { id, key: ask.key, result, byName: by.name, atMs, refusal };
  return { ...delivered(box, id), returned: [...box.returned, back] };
}

export const read = (box: Outbox, id: string): Outbox => ({
  ...box,
  returned: box.returned.filter((each) => each.id !== id),
});

/** The next one this person's session may send; each person's scans keep their order. */
export function nextLetter(box: Outbox, personId: string): Letter | null {
  return box.letters.find((letter) => letter.by.id === personId) ?? null;
}

const keyOf = (stationCode: string) => `lineside.outbox.${stationCode}`;

/** Read anew before every change: two windows of one terminal share the shelf. */
export function readOutbox(stationCode: string, storage: Storage = localStorage): Outbox {
  try {
    const kept = JSON.parse(storage.getItem(keyOf(stationCode)) ?? "null") as Outbox | null;
    return kept && Array.isArray(kept.letters) && Array.isArray(kept.returned) ? kept : emptyOutbox;
  } catch {
    return emptyOutbox;
  }
}

export function writeOutbox(
  stationCode: string,
  box: Outbox,
  storage: Storage = localStorage,
): void {
  if (box.letters.length + box.returned.length === 0) storage.removeItem(keyOf(stationCode));
  else storage.setItem(keyOf(stationCode), JSON.stringify(box));
}
