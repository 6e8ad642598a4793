import type { CaptureInput } from "@lineside/domain/execution";
import { type FrozenCaptureItem, judgeValue } from "@lineside/domain/routing";
import type { Problem } from "./loop-types.ts";

export type Judged = "NONE" | "INVALID" | "PASS" | "FAIL" | "NOTED";

/** What a value is worth while it is typed: the same rule as the server's, so that no one is surprised. */
export function judgeTyped(item: FrozenCaptureItem, typed: string): Judged {
  const judged = judgeValue(item, plain(item, typed));
  if (!judged.ok) return "INVALID";
  if (judged.value.value === null) return "NONE";
  return judged.value.judgement === "NA" ? "NOTED" : judged.value.judgement;
}

export interface Checked {
  /** What may be sent. */
  captures: CaptureInput[];
  /** What stands in the way of a PASS, in the order of the fields. */
  problems: Problem[];
}

/** Reads the typed values of a step: what is captured, and why a PASS would be refused. */
export function checkCaptures(
  items: readonly FrozenCaptureItem[],
  values: Readonly<Record<string, string>>,
): Checked {
  const captures: CaptureInput[] = [];
  const problems: Problem[] = [];
  for (const item of items) {
    const judged = judgeValue(item, plain(item, values[item.code] ?? ""));
    if (!judged.ok) {
      problems.push({ code: item.code, kind: "INVALID" });
      continue;
    }
    const { value, breach } = judged.value;
    if (value !== null) captures.push({ code: item.code, value });
    else if (item.isRequired) problems.push({ code: item.code, kind: "MISSING" });
    if (breach === "BLOCK") problems.push({ code: item.code, kind: "BLOCKED" });
  }
  return { captures, problems };
}

/** The field to fill next: the first after this one that is empty or wrong, then the first of all. */
export function nextField(
  items: readonly FrozenCaptureItem[],
  values: Readonly<Record<string, string>>,
  current: string,
): string | null {
  const at = items.findIndex((item) => item.code === current);
  const ahead = items.slice(at + 1);
  const isOpen = (item: FrozenCaptureItem) => {
    const judged = judgeTyped(item, values[item.code] ?? "");
    return judged === "NONE" || judged === "INVALID";
  };
  return ahead.find(isOpen)?.code ?? null;
}

/**
 * A scanner too slow to be recognised leaves the board's number behind a value, as in
 * `243.5SN-0047`: where the number begins, or -1.
 */
export function numberAtEnd(typed: string, isBoard: (code: string) => boolean): number {
  for (let at = 0; at <= typed.length - 3; at++) if (isBoard(typed.slice(at))) return at;
  return -1;
}

/** A comma is how half the world types a decimal point. */
function plain(item: FrozenCaptureItem, typed: string): string {
  const text = typed.trim();
  return item.dataType === "NUMBER" ? text.replace(",", ".") : text;
}
