import type { DispositionInput, UnitReleaseInput } from "@lineside/domain/quality";
import type { QueryKey } from "@tanstack/react-query";
import { path, post } from "~/lib/http.ts";

/** A decision moves the board: its trace and its run show it too. */
export const decisionTouches: QueryKey[] = [["defects"], ["held-units"], ["trace"], ["runs"]];

export const disposeDefect =
  (id: string) =>
  (input: DispositionInput, idempotencyKey: string): Promise<unknown> =>
    post(path`/defects/${id}/disposition`, { body: input, idempotencyKey });

export const releaseUnit =
  (sn: string) =>
  (input: UnitReleaseInput, idempotencyKey: string): Promise<unknown> =>
    post(path`/units/${sn}/release`, { body: input, idempotencyKey });

export const scrapUnit =
  (sn: string) =>
  (input: { reason: string }, idempotencyKey: string): Promise<unknown> =>
    post(path`/units/${sn}/scrap`, { body: input, idempotencyKey });
