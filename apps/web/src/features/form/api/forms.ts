import type {
  DefinitionCreateInput,
  DefinitionEditInput,
  DefinitionRow,
  FormDetail,
  FormRow,
} from "@lineside/domain/form";
import type { Page } from "@lineside/domain/kernel";
import { queryOptions } from "@tanstack/react-query";
import { del, get, patch, path, post } from "~/lib/http.ts";

export const formsQuery = queryOptions({
  queryKey: ["forms", "choices"],
  queryFn: async ({ signal }) =>
    (await get<Page<FormRow>>("/forms", { query: { limit: 200 }, signal })).items,
});

export const formQuery = (code: string) =>
  queryOptions({
    queryKey: ["forms", "one", code],
    queryFn: ({ signal }) => get<FormDetail>(path`/forms/${code}`, { signal }),
  });

export const createDefinition = (input: DefinitionCreateInput, idempotencyKey: string) =>
  post<DefinitionRow>("/forms", { body: input, idempotencyKey });

type Revision = Pick<DefinitionRow, "code" | "revision">;

export const editDefinition = (
  { code, revision, ...input }: DefinitionEditInput & Revision,
  idempotencyKey: string,
) => patch<DefinitionRow>(path`/forms/${code}/${revision}`, { body: input, idempotencyKey });

export const activateDefinition = (
  { code, revision, version }: Revision & { version: number },
  idempotencyKey: string,
) =>
  post<DefinitionRow>(path`/forms/${code}/${revision}/activate`, {
    body: { version },
    idempotencyKey,
  });

export const deleteDraft = ({ code, revision }: Revision, idempotencyKey: string) =>
  del<{ code: string }>(path`/forms/${code}/${revision}`, { idempotencyKey });
