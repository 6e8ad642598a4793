import type {
  CaptureItemCreate,
  CaptureItemPatch,
  CompileError,
  ConfigPut,
  RouteCreate,
  RoutePatch,
  StepsPut,
  VersionRow,
} from "@lineside/domain/routing";
import { del, patch, path, post, put } from "~/lib/http.ts";

interface Saved {
  id: string;
  code: string;
  version: number;
}

export interface Compiled {
  version: VersionRow;
  created: boolean;
  errors: CompileError[];
}

type OfRoute<T> = T & { routeCode: string };

export const createRoute = (body: RouteCreate, idempotencyKey: string) =>
  post<Saved>("/routes", { body, idempotencyKey });

export const patchRoute = ({ routeCode, ...body }: OfRoute<RoutePatch>, idempotencyKey: string) =>
  patch<Saved>(path`/routes/${routeCode}`, { body, idempotencyKey });

export const copyRoute = (
  { routeCode, ...body }: OfRoute<{ code: string; name: string }>,
  idempotencyKey: string,
) => post<Saved>(path`/routes/${routeCode}/copy`, { body, idempotencyKey });

export const deleteRoute = ({ routeCode, version }: OfRoute<{ version: number }>) =>
  del(path`/routes/${routeCode}`, { query: { version } });

export const putSteps = ({ routeCode, ...body }: OfRoute<StepsPut>, idempotencyKey: string) =>
  put<Saved & { steps: { id: string }[] }>(path`/routes/${routeCode}/steps`, {
    body,
    idempotencyKey,
  });

export const compileRoute = (routeCode: string, idempotencyKey: string) =>
  post<Compiled>(path`/routes/${routeCode}/compile`, { body: {}, idempotencyKey });

export const putConfig = (body: ConfigPut, idempotencyKey: string) =>
  put<{ id: string; version: number }>("/execution-configs", { body, idempotencyKey });

export const deleteConfig = ({ id, version }: { id: string; version: number }) =>
  del(path`/execution-configs/${id}`, { query: { version } });

export const createCaptureItem = (body: CaptureItemCreate, idempotencyKey: string) =>
  post<{ id: string; version: number }>("/capture-items", { body, idempotencyKey });

export const patchCaptureItem = (
  { id, ...body }: CaptureItemPatch & { id: string },
  idempotencyKey: string,
) => patch<{ id: string; version: number }>(path`/capture-items/${id}`, { body, idempotencyKey });

export const deleteCaptureItem = ({ id, version }: { id: string; version: number }) =>
  del(path`/capture-items/${id}`, { query: { version } });
