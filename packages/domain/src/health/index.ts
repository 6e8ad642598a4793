export * from "./alarms.ts";
export * from "./checks.ts";
export * from "./events.ts";
export * from "./facts.ts";
export { judgeHealth } from "./judge.ts";
export type { Judgement } from "./judgement.ts";
export * from "./schema.ts";
export * from "./states.ts";
export * from "./texts.ts";
