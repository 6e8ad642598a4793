/** How well something is, from the best to the worst; UNKNOWN: nobody could look. */
export const healthLevels = ["OK", "UNKNOWN", "WARNING", "ALARM"] as const;
export type HealthLevel = (typeof healthLevels)[number];

/** The whole is as well as its worst part. */
export function worstLevel(levels: readonly HealthLevel[]): HealthLevel {
  const worst = Math.max(0, ...levels.map((level) => healthLevels.indexOf(level)));
  return healthLevels[worst] ?? "OK";
}

/** Something for a person to do. */
export const isTrouble = (level: HealthLevel): level is "WARNING" | "ALARM" =>
  level === "WARNING" || level === "ALARM";
