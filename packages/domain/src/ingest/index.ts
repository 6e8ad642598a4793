export * from "./amqp.ts";
export * from "./bench-schema.ts";
export * from "./codes.ts";
export * from "./events.ts";
export * from "./exact-json.ts";
export * from "./extract.ts";
export * from "./extract-codes.ts";
export {
  find,
  findAll,
  type Look,
  lookFor,
  lookForList,
  type PayloadReason,
  payloadReasons,
} from "./find-value.ts";
export * from "./json-items.ts";
export * from "./kinds.ts";
export * from "./machine-time.ts";
export * from "./mapping-bench.ts";
export * from "./measurements.ts";
export * from "./monitor-codes.ts";
export * from "./monitor-schema.ts";
export * from "./presence-schema.ts";
export * from "./quantity.ts";
export * from "./reading.ts";
export * from "./replay.ts";
export * from "./replay-schema.ts";
export * from "./schema.ts";
export * from "./states.ts";
export { defectsMax, unitsMax } from "./told-units.ts";
