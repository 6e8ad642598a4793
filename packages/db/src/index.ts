export type * from "./database.ts";
export { json } from "./encoding.ts";
export * from "./errors.ts";
export { migrate, pendingMigrations } from "./migrate.ts";
export { openDatabase } from "./open.ts";
export { prefix } from "./prefix.ts";
export { type Params, type Statement, statement } from "./statement.ts";
