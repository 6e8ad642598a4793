import type { MaintenanceNotice } from "@lineside/domain/maintenance";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { setPlantZone } from "./format.ts";
import { get } from "./http.ts";
import { useLive } from "./live.ts";
import { useIdle } from "./use-idle.ts";

export const maintenanceKey = ["maintenance"];

/** Whether the plant may be changed now; also known before signing in. */
export const maintenanceQuery = queryOptions({
  queryKey: maintenanceKey,
  queryFn: async ({ signal }) => {
    const notice = await get<MaintenanceNotice>("/maintenance", { signal });
    setPlantZone(notice.timezone);
    return notice;
  },
  staleTime: 30_000,
  // A page nobody signed in at has no live stream.
  refetchInterval: 60_000,
});

/** Asked when the page stands: nobody waits for it, and a refusal asks at once. */
export function useMaintenance(): MaintenanceNotice | undefined {
  const enabled = useIdle();
  useLive(["maintenance."], [maintenanceKey]);
  return useQuery({ ...maintenanceQuery, enabled }).data;
}

/** Without asking anew: what the banner has learned. */
export function useIsInMaintenance(): boolean {
  return useQuery({ ...maintenanceQuery, enabled: false }).data?.phase === "ON";
}
