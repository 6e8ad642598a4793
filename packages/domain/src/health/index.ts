export * from "./checks.ts";
export * from "./events.ts";
export * from "./schema.ts";
export * from "./states.ts";
