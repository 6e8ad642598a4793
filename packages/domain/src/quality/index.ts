export * from "./schema.ts";
export * from "./states.ts";
