import { del, get, patch, post } from "~/lib/http.ts";

export interface Saved {
  id: string;
  code: string;
  version: number;
}

/** All kinds of master data are added, changed and removed the same way, under their own path. */
export const createThing = (path: string) => (body: object, idempotencyKey: string) =>
  post<Saved>(path, { body, idempotencyKey });

export const patchThing =
  (path: string) =>
  ({ id, ...body }: { id: string; version: number }, idempotencyKey: string) =>
    patch<Saved>(`${path}/${id}`, { body, idempotencyKey });

export const deleteThing = (path: string, { id, version }: { id: string; version: number }) =>
  del(`${path}/${id}`, { query: { version } });

/** Stations are read by their code, everything else by its id. */
export const readThing = <R>(path: string, key: string) =>
  get<R>(`${path}/${encodeURIComponent(key)}`);
