/** The two kinds of line and of process: surface mount and through-hole. */
export const processTypes = ["SMT", "DIP"] as const;
export type ProcessType = (typeof processTypes)[number];

/** How work at a station is reported: by hand, by its machine, by carrier, by a tester. */
export const stationTypes = ["MANUAL", "AUTO", "BATCH", "TEST"] as const;
export type StationType = (typeof stationTypes)[number];

/** Where a row comes from; what the ERP owns is read-only here. */
export const sources = ["MES", "ERP"] as const;
export type Source = (typeof sources)[number];
