import { z } from "zod";
import { zInstant, zReason } from "../kernel/index.ts";

/** A browser somebody is signed in with. */
export const sessionRow = z.object({
  id: z.string(),
  /** What the browser said of itself when it signed in. */
  userAgent: z.string().nullable(),
  ip: z.string().nullable(),
  createdAt: zInstant,
  lastSeenAt: zInstant.nullable(),
  expiresAt: zInstant,
  /** Who scanned a badge there and acts now. */
  operatorName: z.string().nullable(),
  /** The one that asks. */
  isCurrent: z.boolean(),
});
export type SessionRow = z.infer<typeof sessionRow>;

export const sessionList = z.object({ items: z.array(sessionRow) });

/** One of a user's sessions, or all of them when none is named. */
export const sessionsRevoke = z.object({
  sessionId: z.string().max(64).optional(),
  reason: zReason.optional(),
});

const systems: [RegExp, string][] = [
  [/Android/, "Android"],
  [/iPhone|iPad/, "iOS"],
  [/Windows/, "Windows"],
  [/Mac OS X/, "macOS"],
  [/CrOS/, "ChromeOS"],
  [/Linux/, "Linux"],
];
const browsers: [RegExp, string][] = [
  [/Edg\//, "Edge"],
  [/OPR\//, "Opera"],
  [/MicroMessenger\//, "WeChat"],
  [/Firefox\//, "Firefox"],
  [/Chrome\//, "Chrome"],
  [/Safari\//, "Safari"],
];

/** "Edge · Windows" of what a browser says of itself; null when it says nothing we know. */
export function deviceOf(userAgent: string | null): string | null {
  if (!userAgent) return null;
  const found = [browsers, systems].flatMap(
    (kinds) => kinds.find(([mark]) => mark.test(userAgent))?.[1] ?? [],
  );
  return found.length === 0 ? null : found.join(" · ");
}
