import { effectiveAccess, type Permission, type RoleGrant, within } from "../auth/index.ts";

/** Everybody active who holds the permission at the line; without a line, in the whole plant. */
export interface Audience {
  readonly permission: Permission;
  readonly lineId?: string | null;
}

export interface Reachable {
  readonly roles: readonly RoleGrant[];
  readonly lineIds: ReadonlySet<string>;
  readonly stationIds: ReadonlySet<string>;
  readonly stationLineIds: ReadonlySet<string>;
}

/** Whether a person belongs to one of the audiences: the same rule that lets that person act there. */
export function belongsTo(person: Reachable, audiences: readonly Audience[]): boolean {
  const access = effectiveAccess(person.roles, person.lineIds, person.stationIds);
  const holder = { ...person, access };
  return audiences.some(({ permission, lineId }) =>
    within(holder, permission, { lineId: lineId ?? null }),
  );
}

/** Who is told when nobody belongs to the audience: a notice never reaches nobody (D24). */
export const fallbackAudiences: readonly (readonly Audience[])[] = [
  [{ permission: "clock:waive" }],
  [{ permission: "system:config" }],
];
