import type {
  DefectCodeCreateInput,
  DefectCodeEditInput,
  DefectCodeRow,
} from "@lineside/domain/quality";
import { del, patch, path, post } from "~/lib/http.ts";

export const createCode = (input: DefectCodeCreateInput, idempotencyKey: string) =>
  post<DefectCodeRow>("/defect-codes", { body: input, idempotencyKey });

export const editCode = (
  { id, ...input }: DefectCodeEditInput & { id: string },
  idempotencyKey: string,
) => patch<DefectCodeRow>(path`/defect-codes/${id}`, { body: input, idempotencyKey });

export const deleteCode = ({ id }: { id: string }, idempotencyKey: string) =>
  del<{ id: string }>(path`/defect-codes/${id}`, { idempotencyKey });
