import type { Instant } from "../kernel/index.ts";
import type { HealthCode } from "./checks.ts";
import type { Seen } from "./facts.ts";
import { judgeMachine } from "./judge-machine.ts";
import { judgeOperation } from "./judge-operation.ts";
import type { Judge, Judgement } from "./judgement.ts";

/** How a check is, from what was seen of it. What could not be looked at is UNKNOWN, never fine. */
export function judgeHealth<Code extends HealthCode>(
  code: Code,
  seen: Seen<Code>,
  now: Instant,
): Judgement {
  if ("why" in seen) return { level: "UNKNOWN", reason: "UNSEEN", context: { why: seen.why } };
  return (judges[code] as Judge<Code>)(seen.facts, now);
}

const judges: { [Code in HealthCode]: Judge<Code> } = { ...judgeMachine, ...judgeOperation };
