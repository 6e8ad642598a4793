export * from "./codes.ts";
export * from "./events.ts";
export * from "./fitness.ts";
export * from "./kinds.ts";
export * from "./schema.ts";
