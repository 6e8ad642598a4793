export * from "./facts-store.ts";
