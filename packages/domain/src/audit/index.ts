export * from "./canonical.ts";
export * from "./codes.ts";
export * from "./csv.ts";
export * from "./events.ts";
export * from "./integrity.ts";
export * from "./schema.ts";
