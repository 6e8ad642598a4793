import { machine } from "../kernel/index.ts";

/** A defect 不良: recorded on a unit, decided once, closed when the decision has been carried out. */
export const defectStates = machine("DEFECT", {
  RECORDED: { dispose: "DISPOSITIONED", scrap: "CLOSED", withdraw: "WITHDRAWN" },
  DISPOSITIONED: { close: "CLOSED" },
  // Undoing the PASS that proved a rework opens it again.
  CLOSED: { reopen: "DISPOSITIONED" },
  WITHDRAWN: {},
});

export type DefectState = keyof typeof defectStates.table;
export type DefectEvent = ReturnType<typeof defectStates.eventsFrom>[number];
