export * from "./changes.ts";
export * from "./codes.ts";
export * from "./events.ts";
export * from "./kinds.ts";
export * from "./schema.ts";
export * from "./serial.ts";
export * from "./shift.ts";
export * from "./traits.ts";
