import { machine } from "../kernel/index.ts";

/**
 * A jar or cartridge of solder paste 锡膏瓶. THAWING becomes READY by time: rules read the clock and
 * never wait for the job that writes it. A returned jar that was chilled warms up before it opens again.
 */
export const pasteStates = machine("PASTE", {
  RECEIVED: {
    store: "IN_FRIDGE",
    takeOut: "THAWING",
    // Products kept at room temperature need no thaw.
    ready: "READY",
    expire: "EXPIRED",
    scrap: "SCRAPPED",
  },
  IN_FRIDGE: { takeOut: "THAWING", expire: "EXPIRED", scrap: "SCRAPPED" },
  THAWING: { ready: "READY", store: "IN_FRIDGE", expire: "EXPIRED", scrap: "SCRAPPED" },
  READY: {
    stir: "STIRRED",
    open: "OPEN",
    store: "IN_FRIDGE",
    expire: "EXPIRED",
    scrap: "SCRAPPED",
  },
  STIRRED: { open: "OPEN", expire: "EXPIRED", scrap: "SCRAPPED" },
  OPEN: { return: "RETURNED", empty: "EMPTY", expire: "EXPIRED", scrap: "SCRAPPED" },
  RETURNED: {
    takeOut: "RETURNED",
    open: "OPEN",
    empty: "EMPTY",
    expire: "EXPIRED",
    scrap: "SCRAPPED",
  },
  EMPTY: {},
  SCRAPPED: {},
  EXPIRED: { scrap: "SCRAPPED" },
});

export type PasteState = keyof typeof pasteStates.table;
export type PasteEventName = ReturnType<typeof pasteStates.eventsFrom>[number];

/** States after which a bottle is never used again. */
export const endedPasteStates: readonly PasteState[] = ["EMPTY", "SCRAPPED", "EXPIRED"];
