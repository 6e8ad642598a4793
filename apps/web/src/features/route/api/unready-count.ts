import { useQuery } from "@tanstack/react-query";
import { useLive } from "~/lib/live.ts";
import { unreadyRoutesQuery } from "./route.ts";

export function useUnreadyCount(): number | undefined {
  useLive(["route"], [["routes", "unready"]]);
  return useQuery(unreadyRoutesQuery).data?.length;
}
