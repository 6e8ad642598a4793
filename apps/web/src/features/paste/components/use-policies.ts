import type { PastePolicy } from "@lineside/domain/solder-paste";
import { useQuery } from "@tanstack/react-query";
import { pasteTypesQuery } from "../api/choices.ts";

/** How bottles of a type are handled, for lists whose rows do not carry it. */
export function usePolicies(): (typeCode: string) => PastePolicy | undefined {
  const { data = [] } = useQuery(pasteTypesQuery);
  return (typeCode) => data.find(({ code }) => code === typeCode)?.policy;
}
