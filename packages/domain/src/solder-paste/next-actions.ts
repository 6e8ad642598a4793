import type { Instant, Refusal } from "../kernel/index.ts";
import { type Asking, orderRefusal, refusalOf } from "./guards.ts";
import { type PasteAction, pasteActions } from "./kinds.ts";
import type { PasteActionRow } from "./schema.ts";

/** What may be done with a bottle now, what not and why, and from when time alone will allow it. */
export function nextActions(
  asking: Omit<Asking, "around"> & {
    boundLineCode: string | null;
    /** The bottle that goes first, for each step that has an order. */
    takeFirst(action: PasteAction): string | null;
    /** A refusal of every use from outside, e.g. a time rule that ran out. */
    blocked: Refusal | null;
  },
): PasteActionRow[] {
  const { boundLineCode, blocked } = asking;
  return pasteActions.map((action) => {
    const around = { boundLineCode, takeFirst: asking.takeFirst(action) };
    const asked = { ...asking, around };
    const refusal =
      (uses.includes(action) ? blocked : null) ??
      (action === "BIND" && boundLineCode !== null ? alreadyBound(asked) : null) ??
      refusalOf(action, asked) ??
      orderRefusal(action, asked);
    return {
      action,
      allowed: refusal === null,
      refusal,
      from: fromOf(refusal),
      until: refusal === null && timed.includes(action) ? asking.bottle.usableUntil : null,
    };
  });
}

/** Steps that put the paste to use. */
const uses: readonly PasteAction[] = ["OPEN", "BIND"];
const timed: readonly PasteAction[] = [
  "STORE",
  "TAKE_OUT",
  "READY",
  "STIR",
  "OPEN",
  "RETURN",
  "BIND",
];

function alreadyBound({ bottle, around }: Asking): Refusal {
  const context = { bottleNo: bottle.bottleNo, lineCode: around.boundLineCode };
  return { code: "PASTE_ALREADY_BOUND", context };
}

function fromOf(refusal: Refusal | null): Instant | null {
  const readyAt = refusal?.code === "PASTE_THAW_TOO_SHORT" ? refusal.context.readyAt : null;
  return typeof readyAt === "string" ? readyAt : null;
}
