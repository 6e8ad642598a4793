export * from "./codes.ts";
export * from "./dispose.ts";
export * from "./events.ts";
export * from "./schema.ts";
export * from "./states.ts";
