export * from "./codes.ts";
export * from "./envelope.ts";
export * from "./fields.ts";
export * from "./messages.ts";
