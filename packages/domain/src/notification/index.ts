export * from "./audience.ts";
export * from "./channels.ts";
export * from "./codes.ts";
export * from "./events.ts";
export * from "./schema.ts";
export * from "./texts.ts";
