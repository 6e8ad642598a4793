export * from "./codes.ts";
export * from "./error.ts";
export * from "./fields.ts";
export * from "./gate.ts";
export * from "./instant.ts";
export * from "./machine.ts";
export * from "./page.ts";
export * from "./result.ts";
