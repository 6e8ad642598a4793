import { z } from "zod";
import { zInstant } from "../kernel/index.ts";
import { healthCodes } from "./checks.ts";
import { healthLevels } from "./states.ts";

export const zHealthLevel = z.enum(healthLevels);
export const zHealthCode = z.enum(healthCodes);

/** What the sentence of a check needs: keys, numbers, instants; never a secret. */
export const zHealthContext = z.record(z.string(), z.unknown());

export const zHealthCheck = z.object({
  code: zHealthCode,
  level: zHealthLevel,
  /** Which of the check's sentences applies; healthSentence and healthFix know it. */
  reason: z.string(),
  /** Since when the level is what it is; null: nobody has looked yet. */
  since: zInstant.nullable(),
  context: zHealthContext,
  /** true: of the whole plant; false: of the node that answers. */
  isPlant: z.boolean(),
  /** One number a minute, oldest first, at most sixty; in the unit of `trendUnits`. */
  trend: z.array(z.number()).optional(),
});
export type HealthCheck = z.output<typeof zHealthCheck>;

/** A node as the database knows it, with what it finds wrong with itself. */
export const zHealthNode = z.object({
  /** The host it runs on. */
  node: z.string(),
  version: z.string(),
  seenAt: zInstant,
  level: zHealthLevel,
  troubles: z.array(zHealthCheck),
});
export type HealthNode = z.output<typeof zHealthNode>;

export const zHealth = z.object({
  /** When it was looked at last; null: not yet, since the server has only just started. */
  at: zInstant.nullable(),
  node: z.string(),
  version: z.string(),
  level: zHealthLevel,
  /** In the order of `healthCodes`. */
  checks: z.array(zHealthCheck),
  /** All nodes, this one included; only where there can be several. */
  nodes: z.array(zHealthNode).optional(),
});
export type Health = z.output<typeof zHealth>;

/** What /readyz says: only what makes a node unfit to be sent people. */
export const zReadiness = z.object({
  status: z.enum(["ready", "draining", "maintenance", "not ready"]),
  checks: z.object({
    DATABASE: z.enum(["ok", "unreachable"]),
    SCHEMA: z.enum(["ok", "behind", "newer", "changed", "different"]),
    DRAINING: z.enum(["no", "yes"]),
    MAINTENANCE: z.enum(["off", "on"]),
  }),
});
export type Readiness = z.output<typeof zReadiness>;
