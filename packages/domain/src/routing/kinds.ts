/** From narrow to wide; the narrowest scope that says something wins, DEFAULT when none does. */
export const configScopes = ["STEP", "OPERATION", "ROUTE", "GLOBAL"] as const;
export const captureTypes = ["NUMBER", "TEXT", "BOOLEAN", "CHOICE"] as const;
/** What a value outside its limits does: keep it, warn, refuse the track-out, put the unit on hold. */
export const breachActions = ["RECORD", "ALARM", "BLOCK", "HOLD"] as const;

export type ConfigScope = (typeof configScopes)[number];
export type CaptureType = (typeof captureTypes)[number];
export type BreachAction = (typeof breachActions)[number];
