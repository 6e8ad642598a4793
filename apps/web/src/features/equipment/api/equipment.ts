import type { EquipmentDetail, EquipmentRow, EquipmentStatus } from "@lineside/domain/equipment";
import type { Page } from "@lineside/domain/kernel";
import type { LineRow } from "@lineside/domain/plant";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { del, get, patch, path, post } from "~/lib/http.ts";
import { useMay } from "~/lib/session.ts";

/** Everything about machines lives under this key. */
export const equipmentKey = ["equipment"];

export const machineQuery = (code: string) =>
  queryOptions({
    queryKey: [...equipmentKey, "one", code],
    queryFn: ({ signal }) => get<EquipmentDetail>(path`/equipment/${code}`, { signal }),
  });

/** Machines in use that may not be used for production now. */
export const useUnfitCount = () =>
  useQuery({
    queryKey: [...equipmentKey, "unfit"],
    queryFn: async ({ signal }) =>
      (
        await get<Page<EquipmentRow>>("/equipment", {
          query: { isActive: true, isFit: false, limit: 200 },
          signal,
        })
      ).items.length,
  }).data;

interface Saved {
  code: string;
}

export const createMachine = (body: object, idempotencyKey: string) =>
  post<Saved>("/equipment", { body, idempotencyKey });

export const changeMachine = (
  { code, ...body }: { code: string; version: number } & Record<string, unknown>,
  idempotencyKey: string,
) => patch<Saved>(path`/equipment/${code}`, { body, idempotencyKey });

export const deleteMachine = ({ code }: { code: string }, idempotencyKey: string) =>
  del<Saved>(path`/equipment/${code}`, { idempotencyKey });

export const changeStatus = (
  { code, ...body }: { code: string; status: EquipmentStatus; reason: string | null },
  idempotencyKey: string,
) => post<Saved>(path`/equipment/${code}/status`, { body, idempotencyKey });

/** Lines with their stations: for the filter and for where a machine stands. */
export function useLines(): LineRow[] {
  const { data = [] } = useQuery({
    queryKey: ["lines", "with-stations"],
    queryFn: async ({ signal }) =>
      (await get<Page<LineRow>>("/lines", { query: { include: "stations", limit: 200 }, signal }))
        .items,
    enabled: useMay("plant:read"),
  });
  return data;
}
