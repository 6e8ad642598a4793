import { useCallback, useEffect, useMemo, useRef } from "react";
import { noteOutbox, useIsReached } from "~/lib/connection.ts";
import { ApiError } from "~/lib/http.ts";
import { useT } from "~/lib/i18n.ts";
import { useIsInMaintenance } from "~/lib/maintenance.ts";
import { refreshSession, useMe } from "~/lib/session.ts";
import { createStore, useStore } from "~/lib/store.ts";
import { trackIn, trackOut } from "./api/send-ask.ts";
import type { TrackInAsk, TrackOutAsk } from "./loop-types.ts";
import {
  delivered,
  keep,
  type Letter,
  nextLetter,
  type Outbox,
  read,
  readOutbox,
  returnToSender,
  writeOutbox,
} from "./outbox.ts";

const retryMs = 4_000;
/** A cable that was pulled answers nothing, not even "no". */
export const answerMsMax = 5_000;

/** Not refused, only not heard: the same scan may be sent again under its key. */
export function isNotHeard(error: unknown): boolean {
  if (error instanceof ApiError) return [0, 429, 502, 503, 504].includes(error.status);
  return error instanceof DOMException;
}

export function sendAsk(
  stationCode: string,
  ask: TrackInAsk | TrackOutAsk,
  idempotencyKey: string,
) {
  const sending = { idempotencyKey, signal: AbortSignal.timeout(answerMsMax) };
  return ask.do === "TRACK_IN"
    ? trackIn(stationCode, ask, sending)
    : trackOut(stationCode, ask, sending);
}

export interface OutboxHandle {
  box: Outbox;
  keep(letter: Letter): void;
  read(id: string): void;
  /** Whether scans of this person wait: a new one has to wait behind them. */
  isKeeping(): boolean;
  asks(): (TrackInAsk | TrackOutAsk)[];
}

/** The scans this terminal keeps for a station, sent in order as soon as the server hears again. */
export function useOutbox(stationCode: string, onDelivered: () => void): OutboxHandle {
  const me = useMe();
  const t = useT("station");
  const personId = me.operator?.id ?? me.user.id;
  const store = useMemo(() => createStore(readOutbox(stationCode)), [stationCode]);
  const box = useStore(store);
  const change = useCallback(
    (how: (box: Outbox) => Outbox) => {
      const next = how(readOutbox(stationCode));
      writeOutbox(stationCode, next);
      store.set(next);
    },
    [stationCode, store],
  );
  const next = nextLetter(box, personId);
  useDelivery({ stationCode, next, change, onDelivered });
  useOtherWindows(stationCode, store.set);
  const count = box.letters.length;
  const allowed = t(count > 0 && next === null ? "offline.otherPerson" : "offline.allowed", {
    name: box.letters[0]?.by.name,
  });
  useEffect(() => {
    noteOutbox({ count, allowed });
    return () => noteOutbox({ count: 0, allowed: null });
  }, [count, allowed]);
  return {
    box,
    isKeeping: () => nextLetter(store.get(), personId) !== null,
    asks: () => store.get().letters.map((letter) => letter.ask),
    keep: (letter) => change((before) => keep(before, letter)),
    read: (id) => change((before) => read(before, id)),
  };
}

/** Another window of this terminal may have kept or sent something. */
function useOtherWindows(stationCode: string, set: (box: Outbox) => void): void {
  useEffect(() => {
    const reread = () => set(readOutbox(stationCode));
    addEventListener("storage", reread);
    return () => removeEventListener("storage", reread);
  }, [stationCode, set]);
}

interface Delivery {
  stationCode: string;
  next: Letter | null;
  change: (how: (box: Outbox) => Outbox) => void;
  onDelivered: () => void;
}

function useDelivery({ stationCode, next, change, onDelivered }: Delivery): void {
  const isReached = useIsReached();
  const isShut = useIsInMaintenance();
  const letter = useRef(next);
  letter.current = next;
  const id = next?.id;
  useEffect(() => {
    const next = letter.current;
    if (!next || next.id !== id) return;
    let isOver = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const attempt = async () => {
      try {
        await sendAsk(stationCode, next.ask, next.id);
        change((box) => delivered(box, next.id));
        onDelivered();
      } catch (error) {
        if (isOver && isNotHeard(error)) return;
        if (isSignedOut(error)) return void refreshSession();
        if (isNotHeard(error)) {
          timer = setTimeout(attempt, retryMs);
          return;
        }
        const { code, context, resolvedBy } = error as ApiError;
        change((box) => returnToSender(box, next.id, { code, context, resolvedBy }));
        onDelivered();
      }
    };
    // A moment's pause, so that a connection that comes and goes is not hammered.
    timer = setTimeout(attempt, isReached && !isShut ? 50 : retryMs);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [id, isReached, isShut, stationCode, change, onDelivered]);
}

/** The session ended while the terminal was alone: the scans wait for their owner to sign in again. */
const isSignedOut = (error: unknown) => error instanceof ApiError && error.status === 401;
