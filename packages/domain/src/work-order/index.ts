export * from "./order-schema.ts";
export * from "./run-schema.ts";
export * from "./states.ts";
