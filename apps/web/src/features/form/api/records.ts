import type {
  PrefillAnswer,
  PrefillQuery,
  RecordCorrectInput,
  RecordCreateInput,
  RecordDetail,
  RecordSubmitInput,
} from "@lineside/domain/form";
import { type QueryKey, queryOptions } from "@tanstack/react-query";
import { get, patch, path, post } from "~/lib/http.ts";

/** A record is evidence of readiness too. */
export const recordTouches: QueryKey[] = [["form-records"], ["forms"], ["readiness"], ["runs"]];

export const recordQuery = (id: string) =>
  queryOptions({
    queryKey: ["form-records", "one", id],
    queryFn: ({ signal }) => get<RecordDetail>(path`/form-records/${id}`, { signal }),
  });

export const prefillQuery = (code: string, about: PrefillQuery) =>
  queryOptions({
    queryKey: ["forms", "prefill", code, about],
    queryFn: ({ signal }) =>
      get<PrefillAnswer>(path`/forms/${code}/prefill`, { query: about, signal }),
  });

export const createRecord = (input: RecordCreateInput, idempotencyKey: string) =>
  post<RecordDetail>("/form-records", { body: input, idempotencyKey });

export const submitRecord = (
  { id, ...input }: RecordSubmitInput & { id: string },
  idempotencyKey: string,
) => post<RecordDetail>(path`/form-records/${id}/submit`, { body: input, idempotencyKey });

export const correctRecord = (
  { id, ...input }: RecordCorrectInput & { id: string },
  idempotencyKey: string,
) => patch<RecordDetail>(path`/form-records/${id}`, { body: input, idempotencyKey });

export const confirmRecord = (
  { id, version }: { id: string; version: number },
  idempotencyKey: string,
) => post<RecordDetail>(path`/form-records/${id}/confirm`, { body: { version }, idempotencyKey });

interface WithReason {
  id: string;
  version: number;
  reason: string;
}

export const rejectRecord = ({ id, ...body }: WithReason, idempotencyKey: string) =>
  post<RecordDetail>(path`/form-records/${id}/reject`, { body, idempotencyKey });

export const voidRecord = ({ id, ...body }: WithReason, idempotencyKey: string) =>
  post<RecordDetail>(path`/form-records/${id}/void`, { body, idempotencyKey });
