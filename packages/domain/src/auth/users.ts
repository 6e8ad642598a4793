import { ok, type Result, refuse } from "../kernel/index.ts";
import { type Access, floorAccess, may, type RoleScope } from "./access.ts";
import { presetRoleCodes } from "./roles.ts";

export interface AssignmentFacts {
  /** Role codes asked for. */
  readonly roles: readonly string[];
  /** Those of them that exist. */
  readonly known: readonly { code: string; scope: RoleScope }[];
  readonly lineIds: readonly string[];
  readonly stationIds: readonly string[];
}

/**
 * Everybody holds at least one role that exists; a role for lines needs a line, a role for stations
 * needs a station, else its owner could see a screen and do nothing on it.
 */
export function checkAssignment(facts: AssignmentFacts): Result<true> {
  if (facts.roles.length === 0) return refuse("ROLE_REQUIRED");
  const unknown = facts.roles.filter((code) => !facts.known.some((role) => role.code === code));
  if (unknown.length > 0) return refuse("ROLE_NOT_FOUND", { roles: unknown });
  const needing = (scope: RoleScope) =>
    facts.known.filter((role) => role.scope === scope).map((role) => role.code);
  if (needing("LINES").length > 0 && facts.lineIds.length === 0)
    return refuse("LINE_BINDING_REQUIRED", { roles: needing("LINES") });
  if (needing("STATIONS").length > 0 && facts.stationIds.length === 0)
    return refuse("STATION_BINDING_REQUIRED", { roles: needing("STATIONS") });
  return ok(true);
}

export interface UserChangeFacts {
  readonly isSelf: boolean;
  readonly isActive: boolean;
  /** Holds system:user_manage before and after the change. */
  readonly managed: boolean;
  readonly manages: boolean;
  /** Other active users who hold system:user_manage. */
  readonly otherManagers: number;
}

/** Nobody locks oneself out, and somebody who can manage users always remains. */
export function checkUserChange(facts: UserChangeFacts): Result<true> {
  if (facts.isSelf && !facts.isActive) return refuse("SELF_DEACTIVATION");
  const stays = facts.isActive && facts.manages;
  if (facts.managed && !stays && facts.otherManagers === 0) return refuse("LAST_USER_MANAGER");
  return ok(true);
}

export interface RoleChangeFacts {
  readonly code: string;
  readonly isSystem: boolean;
  readonly userCount: number;
}

/** A preset role's permissions and scope are locked; people copy it into a role of their own. */
export function checkRoleEdit(role: RoleChangeFacts): Result<true> {
  if (role.isSystem) return refuse("ROLE_SYSTEM_LOCKED", { code: role.code });
  return ok(true);
}

export function checkRoleRemoval(role: RoleChangeFacts): Result<true> {
  const editable = checkRoleEdit(role);
  if (!editable.ok) return editable;
  if (role.userCount > 0) return refuse("ROLE_IN_USE", { code: role.code, users: role.userCount });
  return ok(true);
}

/** The codes of preset roles belong to them. */
export function checkRoleCode(code: string): Result<string> {
  return presetRoleCodes.has(code) ? refuse("ROLE_CODE_RESERVED", { code }) : ok(code);
}

export interface BadgeFacts {
  /** The owner of the scanned badge. */
  readonly operator: { isActive: boolean; access: Access } | null;
  /** null: the owner has no PIN. */
  readonly pin: "MISSING" | "WRONG" | "RIGHT" | null;
}

/** A badge makes its owner the actor on a shared screen, with floor permissions only. */
export function checkBadge({ operator, pin }: BadgeFacts): Result<Access> {
  if (!operator?.isActive) return refuse("BADGE_UNKNOWN");
  if (pin === "MISSING") return refuse("BADGE_PIN_REQUIRED");
  if (pin === "WRONG") return refuse("BADGE_PIN_WRONG");
  const access = floorAccess(operator.access);
  if (!may(access, "exec:read")) return refuse("BADGE_WITHOUT_FLOOR_ACCESS");
  return ok(access);
}
