import type { Instant } from "@lineside/domain/kernel";
import {
  type Evaluation,
  type EvaluationType,
  evaluate,
  keptItems,
  type ReadinessItem,
  type ReadinessStatus,
} from "@lineside/domain/readiness";
import type { CommandContext } from "../../platform/command.ts";
import { reading } from "../work-order/index.ts";
import { gatherFacts } from "./gather-store.ts";
import type { RunHead, Source } from "./run-store.ts";
import { insertEvaluation, settlementOf } from "./store.ts";

/** The preparation of a run as it stands now. Reads everything anew, whatever was kept before (D16). */
export async function evaluateRun(from: Source, head: RunHead, now: Instant): Promise<Evaluation> {
  const settlement = await settlementOf(reading(from), { ...head, id: head.run.id });
  return evaluate(await gatherFacts(from, head), settlement, { now });
}

export interface Kept {
  readonly id: string;
  readonly type: EvaluationType;
  readonly status: ReadinessStatus;
  readonly at: Instant;
  readonly byName: string;
  readonly items: ReadinessItem[];
}

/** Keeps an evaluation with its evidence: it is never judged by again, only shown. */
export async function keepEvaluation(
  cx: Pick<CommandContext, "tx" | "now" | "actor" | "newId">,
  head: RunHead,
  evaluation: Pick<Evaluation, "status" | "items"> & { type: EvaluationType },
): Promise<Kept> {
  const { actor, now } = cx;
  const kept = {
    id: cx.newId(),
    type: evaluation.type,
    status: evaluation.status,
    at: now,
    byName: actor.name,
    items: keptItems(evaluation.items),
  };
  await insertEvaluation(cx.tx, { ...kept, runId: head.run.id, byId: actor.id });
  return kept;
}
