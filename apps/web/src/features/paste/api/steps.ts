import type { LinePasteAnswer, PasteStepInput } from "@lineside/domain/solder-paste";
import type { QueryKey } from "@tanstack/react-query";
import { del, path, post } from "~/lib/http.ts";

/** What a step of a bottle changes on other screens. */
export const bottleTouches: QueryKey[] = [["paste-bottles"], ["lines", "paste"], ["fridges"]];

export const takeStep = (
  { bottleNo, ...body }: PasteStepInput & { bottleNo: string },
  idempotencyKey: string,
): Promise<unknown> => post(path`/paste-bottles/${bottleNo}/steps`, { body, idempotencyKey });

export interface BindAsk {
  lineCode: string;
  bottleNo: string;
  reason?: string;
}

export const bindToLine = ({ lineCode, ...body }: BindAsk, idempotencyKey: string) =>
  post<LinePasteAnswer>(path`/lines/${lineCode}/paste`, { body, idempotencyKey });

export const takeOffLine = (
  { lineCode, reason }: { lineCode: string; reason?: string },
  idempotencyKey: string,
) => del<LinePasteAnswer>(path`/lines/${lineCode}/paste`, { body: { reason }, idempotencyKey });
