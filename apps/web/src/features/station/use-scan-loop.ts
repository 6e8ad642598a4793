import { useCallback, useEffect, useMemo, useRef } from "react";
import { takeBadge } from "~/lib/badge.ts";
import { nowMs } from "~/lib/clock.ts";
import { noteUnreachable } from "~/lib/connection.ts";
import { ApiError, newIdempotencyKey } from "~/lib/http.ts";
import { useMe } from "~/lib/session.ts";
import { play } from "~/lib/sound.ts";
import { createStore, useStore } from "~/lib/store.ts";
import { resolveScan } from "./api/resolve-scan.ts";
import { undoTrackOut } from "./api/undo.ts";
import type { Effect, Here, Loop, LoopInput, TrackInAsk, TrackOutAsk } from "./loop-types.ts";
import { emptyLoop, step } from "./scan-loop.ts";
import { answerMsMax, isNotHeard, type OutboxHandle, sendAsk } from "./use-outbox.ts";

export interface ScanLoop {
  loop: Loop;
  tell: (input: LoopInput) => void;
}

interface Surroundings {
  stationCode: string;
  here: () => Here;
  outbox: OutboxHandle;
  /** Every answer, before it is shown: counts, queue and known values follow it. */
  onAnswer: (input: LoopInput) => void;
}

/** Runs the loop: inputs in, effects out to the server, the outbox, the speaker and the clock. */
export function useScanLoop(surroundings: Surroundings): ScanLoop {
  const me = useMe();
  const store = useMemo(() => createStore<Loop>(emptyLoop), []);
  const loop = useStore(store);
  const by = me.operator ?? me.user;
  const latest = useRef({ ...surroundings, by });
  latest.current = { ...surroundings, by };
  const timers = useRef(new Set<ReturnType<typeof setTimeout>>());
  useEffect(() => {
    const running = timers.current;
    return () => {
      for (const timer of running) clearTimeout(timer);
    };
  }, []);

  const tell = useCallback(
    (input: LoopInput) => {
      const { here, onAnswer } = latest.current;
      onAnswer(input);
      const move = step(store.get(), input, here());
      store.set(move.loop);
      for (const effect of move.effects) {
        if (effect.do === "SOUND") play(effect.sound);
        else if (effect.do === "FADE") {
          const fade = () => tell({ type: "FADED", no: effect.no });
          timers.current.add(setTimeout(fade, effect.afterMs));
        } else void answerTo(effect, latest.current).then(tell);
      }
    },
    [store],
  );

  return { loop, tell };
}

type Ask = Exclude<Effect, { do: "SOUND" | "FADE" }>;
type Around = Surroundings & { by: { id: string; name: string } };

async function answerTo(ask: Ask, around: Around): Promise<LoopInput> {
  const { stationCode } = around;
  const signal = AbortSignal.timeout(answerMsMax);
  const scan = scanOf(ask);
  try {
    switch (ask.do) {
      case "RESOLVE":
        return { type: "RESOLVED", answer: await resolveScan(stationCode, ask.scan, signal) };
      case "TRACK_IN":
      case "TRACK_OUT":
        return await track(ask, around);
      case "UNDO":
        return { type: "UNDONE", answer: await undoTrackOut(stationCode, ask.trackId, signal) };
      case "BADGE":
        return { type: "OPERATOR_ON", name: await takeBadge(ask.badge, ask.pin) };
    }
  } catch (error) {
    noteAway(error);
    if (ask.do === "RESOLVE" && isNotHeard(error)) return { type: "UNREACHED", scan };
    return { type: "REFUSED", scan, refusal: refusalOf(error) };
  }
}

/** Sent now, or kept under the same key: behind what is kept already, or because nobody answered. */
async function track(ask: TrackInAsk | TrackOutAsk, around: Around): Promise<LoopInput> {
  const id = newIdempotencyKey();
  const { stationCode, outbox, by } = around;
  const keepIt = (): LoopInput => {
    outbox.keep({ id, ask, by: { id: by.id, name: by.name }, atMs: nowMs() });
    return { type: "KEPT", ask };
  };
  if (outbox.isKeeping()) return keepIt();
  try {
    const answer = await sendAsk(stationCode, ask, id);
    return "captureItems" in answer
      ? { type: "TRACKED_IN", answer }
      : { type: "TRACKED_OUT", answer };
  } catch (error) {
    if (!isNotHeard(error)) throw error;
    noteAway(error);
    return keepIt();
  }
}

/** In maintenance the server was reached, and says when it will listen again. */
function noteAway(error: unknown): void {
  const isInMaintenance = error instanceof ApiError && error.code === "MAINTENANCE";
  if (isNotHeard(error) && !isInMaintenance) noteUnreachable();
}

function scanOf(ask: Ask): string {
  if (ask.do === "RESOLVE") return ask.scan;
  if (ask.do === "BADGE") return ask.badge;
  return ask.do === "UNDO" ? ask.trackId : ask.key;
}

function refusalOf(error: unknown) {
  if (!(error instanceof ApiError)) return { code: "SCREEN_FAILED", context: {}, resolvedBy: null };
  const { code, context, resolvedBy } = error;
  return { code, context, resolvedBy };
}
