import type { StationQueue } from "@lineside/domain/execution";
import type { FrozenCaptureItem } from "@lineside/domain/routing";
import { useEffect, useRef } from "react";
import { resolveScan } from "./api/resolve-scan.ts";
import { itemsKey, shapesOf } from "./known-boards.ts";
import type { LoopInput } from "./loop-types.ts";
import { answerMsMax } from "./use-outbox.ts";

export interface Memory {
  items: ReadonlyMap<string, readonly FrozenCaptureItem[]>;
  shapes: ReadonlySet<string>;
  note(input: LoopInput): void;
}

type Queue = Pick<StationQueue, "inStation" | "waiting">;

/**
 * What was learnt while the page is open: the values each step wants and the forms of numbers. What
 * the queue holds is asked for ahead, one board a step, so that work goes on without a connection.
 */
export function useMemory(code: string, queue: Queue): Memory {
  const items = useRef(new Map<string, readonly FrozenCaptureItem[]>()).current;
  const shapes = useRef(new Set<string>()).current;
  const asked = useRef(new Set<string>()).current;
  const note = (input: LoopInput) => {
    if (input.type === "TRACKED_IN" || input.type === "UNDONE") {
      const { unit, captureItems } = input.answer;
      items.set(itemsKey(unit.runNo, unit.step.stepNo), captureItems);
    }
    if (input.type === "RESOLVED" && input.answer.action !== "NONE" && input.answer.units[0]) {
      const { runNo, step } = input.answer.units[0];
      items.set(itemsKey(runNo, step.stepNo), input.answer.captureItems);
    }
  };
  const boards = [...queue.inStation, ...queue.waiting];
  const unknown = boards.filter(({ runNo, step }) => !items.has(itemsKey(runNo, step.stepNo)));
  const signature = [
    ...new Set(unknown.map(({ runNo, step }) => itemsKey(runNo, step.stepNo))),
  ].join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the signature says which steps are new
  useEffect(() => {
    for (const { sn, runNo, step } of unknown) {
      const key = itemsKey(runNo, step.stepNo);
      if (asked.has(key)) continue;
      asked.add(key);
      resolveScan(code, sn, AbortSignal.timeout(answerMsMax))
        .then((answer) => note({ type: "RESOLVED", answer }))
        .catch(() => asked.delete(key));
    }
  }, [code, signature]);
  for (const shape of shapesOf(boards)) shapes.add(shape);
  return { items, shapes, note };
}
