import { machine } from "../kernel/index.ts";

/** A waiver 豁免: where two must agree it is requested by one and approved by another. */
export const waiverStates = machine("WAIVER", {
  REQUESTED: { approve: "ACTIVE", revoke: "REVOKED" },
  ACTIVE: { revoke: "REVOKED" },
  REVOKED: {},
});

export type WaiverState = keyof typeof waiverStates.table;

/** OFF: not evaluated. RECORD: shown, stops nothing. ALERT: a failure needs a waiver. BLOCK: a failure must be put right. */
export const gates = ["OFF", "RECORD", "ALERT", "BLOCK"] as const;
export type Gate = (typeof gates)[number];

/** The most specific scope that says something decides. */
export const policyScopes = ["GLOBAL", "LINE", "ROUTE", "PRODUCT"] as const;
export type PolicyScope = (typeof policyScopes)[number];

/**
 * PASSED; FAILED stops the run; WAIVED failed and was accepted; RECORDED failed where failures stop
 * nothing; NOT_NEEDED for this run; OFF by policy.
 */
export const itemStates = ["PASSED", "FAILED", "WAIVED", "RECORDED", "NOT_NEEDED", "OFF"] as const;

/** PRECHECK is advice; FORMAL is the gate and its evidence. */
export const evaluationTypes = ["PRECHECK", "FORMAL"] as const;
export type EvaluationType = (typeof evaluationTypes)[number];
