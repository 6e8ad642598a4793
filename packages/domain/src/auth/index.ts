export * from "./access.ts";
export * from "./api-keys.ts";
export * from "./codes.ts";
export * from "./events.ts";
export * from "./permissions.ts";
export * from "./roles.ts";
export * from "./schema.ts";
export * from "./users.ts";
