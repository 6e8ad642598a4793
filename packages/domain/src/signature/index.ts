export * from "./codes.ts";
export * from "./commands.ts";
export * from "./content.ts";
export * from "./meanings.ts";
export * from "./schema.ts";
export * from "./sign.ts";
