import { useQuery } from "@tanstack/react-query";
import { healthQuery } from "./health.ts";

/** How many checks ask for a person. */
export function useTroubleCount(): number | undefined {
  const { data } = useQuery(healthQuery);
  return data?.checks.filter(({ level }) => level === "WARNING" || level === "ALARM").length;
}
