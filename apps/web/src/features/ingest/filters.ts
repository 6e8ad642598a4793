import {
  type IngestEventFilter,
  ingestDoors,
  ingestFlags,
  ingestStateNames,
  storedEventTypes,
} from "@lineside/domain/ingest";
import { useT } from "~/lib/i18n.ts";
import { plantDayEnd, plantDayStart } from "~/lib/plant-day.ts";
import { useStateText } from "~/ui/status-pill.tsx";
import type { EventSearch, filterKeys } from "./filter-keys.ts";

/** The URL's filters as the server takes them; a day stands for all of it, an instant for itself. */
export function filterOf({ from, to, ...rest }: EventSearch): IngestEventFilter {
  const bounds = {
    from: from && (isDay(from) ? plantDayStart(from) : from),
    to: to && (isDay(to) ? plantDayEnd(to) : to),
  };
  // The server is the judge of what was typed into the address.
  return { ...rest, ...bounds } as IngestEventFilter;
}

const isDay = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text);

export function useEventFilters() {
  const t = useT("ingest");
  const stateText = useStateText("ingest");
  const flagText = useStateText("ingestFlag");
  const text = (key: (typeof filterKeys)[number]) => ({
    key,
    label: t(`filter.${key}`),
    kind: "text" as const,
  });
  const day = (key: "from" | "to") => ({ key, label: t(`filter.${key}`), kind: "date" as const });
  return [
    {
      key: "state",
      label: t("filter.state"),
      choices: ingestStateNames.map((value) => ({ value, label: stateText(value) })),
    },
    text("source"),
    text("station"),
    text("code"),
    text("sn"),
    text("run"),
    {
      key: "eventType",
      label: t("filter.eventType"),
      choices: storedEventTypes.map((value) => ({ value, label: t(`type.${value}`) })),
    },
    text("messageName"),
    {
      key: "door",
      label: t("filter.door"),
      choices: ingestDoors.map((value) => ({ value, label: t(`door.${value}`) })),
    },
    {
      key: "flag",
      label: t("filter.flag"),
      choices: ingestFlags.map((value) => ({ value, label: flagText(value) })),
    },
    text("transaction"),
    day("from"),
    day("to"),
  ];
}
