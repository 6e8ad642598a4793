import { useT } from "~/lib/i18n.ts";
import { type Permission, useMayAll } from "~/lib/session.ts";
import { useResolver } from "./refusal.tsx";

/**
 * Why a button cannot be pressed now, for its `disabledReason`: whose job it is when the reader may
 * not, else the obstacle; null when nothing stands in the way.
 */
export function useWhyNot(): (permission: Permission, obstacle?: string | null) => string | null {
  const t = useT();
  const may = useMayAll();
  const resolver = useResolver();
  return (permission, obstacle = null) =>
    may(permission) ? obstacle : t("onlyBy", { who: resolver(permission) });
}
