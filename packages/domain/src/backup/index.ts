export * from "./codes.ts";
export * from "./events.ts";
export * from "./manifest.ts";
export * from "./retention.ts";
export * from "./schema.ts";
export * from "./states.ts";
