export * from "./codes.ts";
export * from "./events.ts";
export * from "./phase.ts";
export * from "./schema.ts";
