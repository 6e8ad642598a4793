import type { CarrierAnswer, RefusalNotice } from "@lineside/domain/execution";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo } from "react";
import { takeBadge } from "~/lib/badge.ts";
import { noteUnreachable } from "~/lib/connection.ts";
import { ApiError, newIdempotencyKey } from "~/lib/http.ts";
import { useLive } from "~/lib/live.ts";
import { play } from "~/lib/sound.ts";
import { createStore, useStore } from "~/lib/store.ts";
import { carrierQuery, readCarrier } from "./api/carrier.ts";
import { loadBoards, unloadBoards } from "./api/load.ts";
import {
  emptyLoad,
  type InHand,
  type LoadEffect,
  type LoadInput,
  type LoadLoop,
  loadStep,
} from "./load-loop.ts";

/** A cable that was pulled answers nothing, not even "no". */
const answerMsMax = 5_000;

/** Runs the loading loop: scans in, calls to the server and sounds out. */
export function useLoadLoop() {
  const client = useQueryClient();
  const store = useMemo(() => createStore<LoadLoop>(emptyLoad), []);
  const loop = useStore(store);
  const tell = useCallback(
    (input: LoadInput) => {
      const move = loadStep(store.get(), input);
      store.set(move.loop);
      for (const effect of move.effects) {
        if (effect.do === "SOUND") play(effect.sound);
        else
          void answerTo(effect, (answer) => {
            client.setQueryData(carrierQuery(answer.carrierNo).queryKey, answer);
            return inHandOf(answer);
          }).then(tell);
      }
    },
    [client, store],
  );
  const answer = useTold(loop.carrier?.carrierNo ?? null, tell);
  return { loop, tell, answer };
}

/** What lies on the carrier in hand, told anew when somebody else loads it or a machine moves it. */
function useTold(
  carrierNo: string | null,
  tell: (input: LoadInput) => void,
): CarrierAnswer | undefined {
  useLive(
    ["carrier."],
    [["carriers", "one", carrierNo ?? ""]],
    (changed) => changed.entityKey === carrierNo,
  );
  const { data } = useQuery({
    ...carrierQuery(carrierNo ?? ""),
    enabled: carrierNo !== null,
    staleTime: 5_000,
  });
  useEffect(() => {
    if (data) tell({ type: "TOLD", carrier: inHandOf(data) });
  }, [data, tell]);
  return data;
}

const inHandOf = ({ carrierNo, capacity, units }: CarrierAnswer): InHand => ({
  carrierNo,
  capacity,
  units: units.map(({ unit, position }) => ({ sn: unit.sn, position })),
});

type Ask = Exclude<LoadEffect, { do: "SOUND" }>;

async function answerTo(ask: Ask, keep: (answer: CarrierAnswer) => InHand): Promise<LoadInput> {
  const scan = ask.do === "UNLOAD_ALL" || ask.do === "TAKE_BACK" ? ask.carrierNo : ask.scan;
  try {
    if (ask.do === "FIND") return found(await findCarrier(scan), keep);
    const { mode, isUndo, answer } = await move(ask);
    return { type: "MOVED", mode, isUndo, carrier: keep(answer) };
  } catch (error) {
    if (isUnknownCode(error)) return somethingElse(ask, error as ApiError, keep);
    return refusedBy(error, scan);
  }
}

function found(answer: CarrierAnswer, keep: (answer: CarrierAnswer) => InHand): LoadInput {
  return { type: "FOUND", carrier: keep(answer), refusal: closedBy(answer) };
}

/** What the server would say to the first board. */
function closedBy({ carrierNo, state, stateReason, at }: CarrierAnswer): RefusalNotice | null {
  const isOut = state === "BLOCKED" || state === "CLEANING" || state === "RETIRED";
  if (isOut)
    return {
      code: "CARRIER_BLOCKED",
      context: { carrierNo, state, reason: stateReason },
      resolvedBy: "carrier:config",
    };
  if (at === null) return null;
  const context = { carrierNo, at: at.stationCode };
  return { code: "CARRIER_IN_STATION", context, resolvedBy: "exec:track_out" };
}

const sending = () => ({
  idempotencyKey: newIdempotencyKey(),
  signal: AbortSignal.timeout(answerMsMax),
});

async function move(ask: Exclude<Ask, { do: "FIND" }>) {
  const { carrierNo } = ask;
  switch (ask.do) {
    case "LOAD": {
      const answer = await loadBoards(carrierNo, { sns: [ask.scan] }, sending());
      return { mode: "LOAD", isUndo: false, answer } as const;
    }
    case "UNLOAD": {
      const answer = await unloadBoards(carrierNo, { sns: [ask.scan] }, sending());
      return { mode: "UNLOAD", isUndo: false, answer } as const;
    }
    case "UNLOAD_ALL": {
      const answer = await unloadBoards(carrierNo, { all: true }, sending());
      return { mode: "UNLOAD", isUndo: false, answer } as const;
    }
    case "TAKE_BACK":
      return takeBack(carrierNo, ask.done);
  }
}

/** What was put on comes off; what was taken off goes back to where it lay. */
async function takeBack(
  carrierNo: string,
  { mode, units }: { mode: string; units: InHand["units"] },
) {
  const sns = units.map(({ sn }) => sn);
  if (mode === "LOAD") {
    const answer = await unloadBoards(carrierNo, { sns }, sending());
    return { mode: "UNLOAD", isUndo: true, answer } as const;
  }
  const places = units.map(({ position }) => position);
  const positions = places.every((place) => place !== null) ? { positions: places } : {};
  const answer = await loadBoards(carrierNo, { sns, ...positions }, sending());
  return { mode: "LOAD", isUndo: true, answer } as const;
}

const findCarrier = (scan: string) => readCarrier(scan, AbortSignal.timeout(answerMsMax));

/** No board of this number: another carrier perhaps, or somebody's badge. */
async function somethingElse(
  ask: Ask,
  unknown: ApiError,
  keep: (answer: CarrierAnswer) => InHand,
): Promise<LoadInput> {
  const scan = "scan" in ask ? ask.scan : ask.carrierNo;
  try {
    if (ask.do !== "FIND") return found(await findCarrier(scan), keep);
  } catch (error) {
    if (!isUnknownCode(error)) return refusedBy(error, scan);
  }
  try {
    return { type: "OPERATOR_ON", name: await takeBadge(scan) };
  } catch (error) {
    const isNobody = isOneOf(error, ["BADGE_UNKNOWN", "VALIDATION_FAILED"]);
    return refusedBy(isNobody ? unknown : error, scan);
  }
}

/** What the server says of a code that is no board, or no board of this carrier. */
const isUnknownCode = (error: unknown) =>
  isOneOf(error, ["UNIT_NOT_FOUND", "CARRIER_NOT_FOUND", "UNIT_NOT_ON_CARRIER"]);

const isOneOf = (error: unknown, codes: string[]) =>
  error instanceof ApiError && codes.includes(error.code);

function refusedBy(error: unknown, scan: string): LoadInput {
  if (error instanceof DOMException) noteUnreachable();
  if (!(error instanceof ApiError)) {
    const code = error instanceof DOMException ? "OFFLINE" : "SCREEN_FAILED";
    return { type: "REFUSED", scan, refusal: { code, context: {}, resolvedBy: null } };
  }
  const { code, context, resolvedBy } = error;
  return { type: "REFUSED", scan, refusal: { code, context, resolvedBy } };
}

export type LoadPageLoop = ReturnType<typeof useLoadLoop>;
