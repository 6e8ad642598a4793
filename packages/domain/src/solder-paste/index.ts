export * from "./codes.ts";
export * from "./events.ts";
export * from "./fridge-schema.ts";
export * from "./policy.ts";
export * from "./schema.ts";
export * from "./states.ts";
