export * from "./codes.ts";
export * from "./events.ts";
export * from "./json-items.ts";
export * from "./kinds.ts";
export * from "./schema.ts";
export * from "./states.ts";
