import { useT } from "~/lib/i18n.ts";

/** `unit.trackedIn` as people say it; an event of another release keeps its own name. */
export function useEventText(): (type: string) => string {
  const t = useT("events");
  return (type) => t(type);
}
