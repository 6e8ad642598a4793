export * from "./schema.ts";
export * from "./states.ts";
export * from "./station-schema.ts";
export * from "./unit-schema.ts";
