import type { StationQueue, StationStatus } from "@lineside/domain/execution";
import type { DefectCodeRow } from "@lineside/domain/quality";
import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { nowMs } from "~/lib/clock.ts";
import { useLive } from "~/lib/live.ts";
import { useMe } from "~/lib/session.ts";
import { stationsQuery } from "./api/list-stations.ts";
import { defectCodesQuery } from "./api/read-defect-codes.ts";
import { queueQuery } from "./api/read-queue.ts";
import { statusQuery } from "./api/read-status.ts";
import { insideOf, queueAfter, statusAfter } from "./follow-answer.ts";
import { findKnown, shapeOf } from "./known-boards.ts";
import type { Here, LoopInput } from "./loop-types.ts";
import { isCommand } from "./scan-loop.ts";
import { useMemory } from "./use-memory.ts";
import { type OutboxHandle, useOutbox } from "./use-outbox.ts";
import { type ScanLoop, useScanLoop } from "./use-scan-loop.ts";

export interface Station extends ScanLoop {
  code: string;
  status: StationStatus | undefined;
  error: Error | null;
  queue: Pick<StationQueue, "inStation" | "waiting">;
  hasMoreWaiting: boolean;
  showMoreWaiting: () => void;
  defectCodes: readonly DefectCodeRow[];
  outbox: OutboxHandle;
  /** Codes that are boards or commands, whatever field has the focus. */
  isForScreen: (text: string) => boolean;
  isBoard: (text: string) => boolean;
}

const noQueue = { inStation: [], waiting: [] };

/** Everything the station page knows, and the loop that acts on it. */
export function useStation(code: string): Station {
  const status = useQuery(statusQuery(code));
  const waiting = useInfiniteQuery(queueQuery(code));
  const codes = useQuery({
    ...defectCodesQuery(status.data?.line.processType ?? ""),
    enabled: status.data !== undefined,
  });
  const pages = waiting.data?.pages;
  const queue = pages
    ? { inStation: pages[0]?.inStation ?? [], waiting: pages.flatMap((page) => page.waiting) }
    : noQueue;
  const refresh = useRefresh(code);
  const outbox = useOutbox(code, refresh);
  const memory = useMemory(code, queue);
  const follow = useFollow(code, refresh);
  const defectCodes = codes.data ?? [];
  const here = (): Here => ({
    stationCode: code,
    isKeeping: outbox.isKeeping(),
    find: (scan) =>
      findKnown(scan, {
        queue,
        kept: outbox.asks(),
        items: memory.items,
      }),
    looksLikeBoard: (scan) => memory.shapes.has(shapeOf(scan)),
    undoTrackId: undoable(status.data?.lastTrackOut ?? null),
    firstScanRuns: firstScanRuns(status.data),
    defectCodes: defectCodes.map((row) => row.code),
  });
  const isBoard = (text: string) => {
    const { find, looksLikeBoard } = here();
    // A number may look like a serial number made of digits only.
    return find(text) !== null || (looksLikeBoard(text) && !/^\d+$/.test(text));
  };
  const onAnswer = (input: LoopInput) => {
    memory.note(input);
    follow(input);
  };
  const loop = useScanLoop({ stationCode: code, here, outbox, onAnswer });
  return {
    ...loop,
    code,
    status: status.data,
    error: status.data ? null : status.error,
    queue,
    hasMoreWaiting: waiting.hasNextPage,
    showMoreWaiting: () => void waiting.fetchNextPage(),
    defectCodes,
    outbox,
    isBoard,
    isForScreen: (text) => isCommand(text) || isBoard(text),
  };
}

/** Follows what happens on the line, and asks anew after every own answer. */
function useRefresh(code: string): () => void {
  const client = useQueryClient();
  const { data: stations } = useQuery(stationsQuery);
  const lineId = stations?.find((station) => station.code === code)?.lineId;
  useLive(
    ["unit", "run", "workOrder"],
    [["stations", code]],
    (changed) => !lineId || !changed.lineId || changed.lineId === lineId,
  );
  return useCallback(
    () => void client.invalidateQueries({ queryKey: ["stations", code] }),
    [client, code],
  );
}

/** Own answers are on screen at once; what else changed is asked for. */
function useFollow(code: string, refresh: () => void): (input: LoopInput) => void {
  const client = useQueryClient();
  const me = useMe();
  return (input) => {
    if (input.type === "TRACKED_IN") {
      const inside = insideOf(input.answer, me.operator?.name ?? me.user.name);
      client.setQueryData(queueQuery(code).queryKey, (pages) =>
        queueAfter(pages, { inside, gone: [] }),
      );
    }
    if (input.type === "TRACKED_OUT") {
      const gone = input.answer.units.map(({ unit }) => unit.sn);
      client.setQueryData(queueQuery(code).queryKey, (pages) =>
        queueAfter(pages, { inside: [], gone }),
      );
      client.setQueryData(statusQuery(code).queryKey, (status) =>
        statusAfter(status, input.answer),
      );
    }
    if (["TRACKED_IN", "TRACKED_OUT", "UNDONE", "REFUSED"].includes(input.type)) refresh();
  };
}

function undoable(last: StationStatus["lastTrackOut"]): string | null {
  if (!last?.undoUntil) return null;
  return Date.parse(last.undoUntil) > nowMs() ? last.trackId : null;
}

function firstScanRuns(status: StationStatus | undefined): string[] {
  return (status?.runs ?? [])
    .filter((run) => run.unitSource === "FIRST_SCAN" && run.startsHere)
    .filter((run) => run.state === "AUTHORIZED" || run.state === "IN_PROGRESS")
    .map((run) => run.runNo);
}
