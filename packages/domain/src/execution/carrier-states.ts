import { machine } from "../kernel/index.ts";

/**
 * A carrier 载具. IN_USE: boards lie on it. A carrier that is blocked while boards lie on it keeps
 * them; `resume` gives it back with them.
 */
export const carrierStates = machine("CARRIER", {
  READY: { load: "IN_USE", clean: "CLEANING", block: "BLOCKED", retire: "RETIRED" },
  IN_USE: { empty: "READY", block: "BLOCKED" },
  CLEANING: { cleaned: "READY", block: "BLOCKED", retire: "RETIRED" },
  BLOCKED: { release: "READY", resume: "IN_USE", clean: "CLEANING", retire: "RETIRED" },
  RETIRED: {},
});

export type CarrierState = keyof typeof carrierStates.table;

/** LOT: boards that go through a process together without a thing under them, e.g. a reflow lot. */
export const carrierKinds = ["PALLET", "BASKET", "RACK", "MAGAZINE", "TRAY", "LOT"] as const;
export type CarrierKind = (typeof carrierKinds)[number];

/** States a person may ask for; IN_USE comes from what lies on it. */
export const askedCarrierStates = ["READY", "CLEANING", "BLOCKED", "RETIRED"] as const;
export type AskedCarrierState = (typeof askedCarrierStates)[number];
