import { type FrozenCaptureItem, type IngestMapping, standardMapping } from "../routing/index.ts";
import { extract } from "./extract.ts";
import type { EventToRead } from "./reading.ts";

export const receivedAt = "2026-11-22T08:00:00.000Z";

function item(code: string, over: Partial<FrozenCaptureItem> = {}): FrozenCaptureItem {
  return {
    ...{ id: code, code, name: code, nameZh: code, dataType: "NUMBER", unit: null },
    ...{ lowerLimit: null, upperLimit: null, target: null, choices: null },
    ...{ isRequired: false, onBreach: "RECORD" },
    ...over,
  };
}

const step = {
  captureItems: [
    item("R17", { unit: "kOhm", lowerLimit: 28, upperLimit: 28.4 }),
    item("PEAK", { unit: "°C", lowerLimit: 235, upperLimit: 250, onBreach: "BLOCK" }),
    item("POLARITY", { dataType: "BOOLEAN", target: 1 }),
    item("GRADE", { dataType: "CHOICE", choices: ["A", "B"] }),
  ],
};

/** A passing board with one measurement, in ohms against limits in kilo-ohms. */
export const goodPayload = {
  station: "AOI-1",
  sn: "SN-1",
  result: "PASS",
  measurements: [{ name: "R17", value: 28_300, unit: "Ohm", judge: "PASS" }],
};

function event(payload: object, over: Partial<EventToRead> = {}): EventToRead {
  // As it arrives: what is undefined is not sent.
  const sent: unknown = JSON.parse(JSON.stringify(payload));
  return { receivedAt, timezone: "Asia/Shanghai", payload: sent, ...over };
}

/** Read by the standard mapping of an AUTO step, changed as given. */
export function read(
  payload: object,
  over: Partial<IngestMapping> = {},
  more: Partial<EventToRead> = {},
) {
  return extract({ ...standardMapping("AUTO"), ...over }, event(payload, more), step);
}
