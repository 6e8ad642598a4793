import type { Instant } from "../kernel/index.ts";

export const versionStatuses = ["READY", "INVALID"] as const;
export type VersionStatus = (typeof versionStatuses)[number];

export interface VersionHead {
  readonly versionNo: number;
  readonly status: VersionStatus;
}

/** New runs take the newest READY version; a newer INVALID one never blocks it. */
export function latestReady<V extends VersionHead>(versions: readonly V[]): V | null {
  return newest(versions.filter((version) => version.status === "READY"));
}

/**
 * A compile that means the same as the newest version returns that one; anything else gets the next
 * number. Numbers are never used twice.
 */
export function versionFor<V extends { versionNo: number; contentHash: string }>(
  versions: readonly V[],
  contentHash: string,
): { isNew: false; version: V } | { isNew: true; versionNo: number } {
  const last = newest(versions);
  if (last?.contentHash === contentHash) return { isNew: false, version: last };
  return { isNew: true, versionNo: (last?.versionNo ?? 0) + 1 };
}

/** A route may be used for new orders while it is active and within its effective dates. */
export function isInEffect(
  route: { isActive: boolean; effectiveFrom: Instant | null; effectiveTo: Instant | null },
  now: Instant,
): boolean {
  if (!route.isActive) return false;
  if (route.effectiveFrom !== null && now < route.effectiveFrom) return false;
  return route.effectiveTo === null || now < route.effectiveTo;
}

function newest<V extends { versionNo: number }>(versions: readonly V[]): V | null {
  return versions.reduce<V | null>(
    (last, version) => (last === null || version.versionNo > last.versionNo ? version : last),
    null,
  );
}
