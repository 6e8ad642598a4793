import type { Instant } from "@lineside/domain/kernel";
import type { CommandContext } from "../../platform/command.ts";
import type { Subject } from "../../platform/events.ts";
import { enterRun, lockRun, runSubject } from "../work-order/index.ts";
import { headOf, type RunHead } from "./run-store.ts";

export interface Entered {
  readonly head: RunHead;
  readonly subject: Subject;
  readonly now: Instant;
}

/** Locks the run first: of two people who settle the same thing, the second sees what the first did. */
export async function enter(
  cx: Pick<CommandContext, "tx" | "now" | "about" | "requireScope">,
  runNo: string,
): Promise<Entered> {
  const subject = enterRun(cx, runSubject(await lockRun(cx.tx, runNo)));
  return { head: await headOf(cx.tx, runNo), subject, now: cx.now };
}
