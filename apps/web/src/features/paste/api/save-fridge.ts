import type {
  FridgeCreate,
  FridgeReadingInput,
  FridgeReadingRow,
  FridgeRow,
} from "@lineside/domain/solder-paste";
import { del, patch, path, post } from "~/lib/http.ts";

export const createFridge = (body: FridgeCreate, idempotencyKey: string) =>
  post<FridgeRow>("/fridges", { body, idempotencyKey });

export const changeFridge = (
  { code, ...body }: Partial<FridgeCreate> & { code: string; version: number },
  idempotencyKey: string,
) => patch<FridgeRow>(path`/fridges/${code}`, { body, idempotencyKey });

export const deleteFridge = ({ code, version }: FridgeRow, idempotencyKey: string) =>
  del(path`/fridges/${code}`, { query: { version }, idempotencyKey });

export const recordReading = (
  { code, ...body }: FridgeReadingInput & { code: string },
  idempotencyKey: string,
) => post<FridgeReadingRow>(path`/fridges/${code}/readings`, { body, idempotencyKey });

export const reviewReading = (
  { id, remark }: { id: string; remark?: string },
  idempotencyKey: string,
) =>
  post<FridgeReadingRow>(path`/fridge-readings/${id}/review`, { body: { remark }, idempotencyKey });
