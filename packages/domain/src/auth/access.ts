import { floorPermissions, isPermission, type Permission, permissions } from "./permissions.ts";

/** How far a permission reaches: the plant, the person's lines, the person's stations. */
export const roleScopes = ["ALL", "LINES", "STATIONS"] as const;
export type RoleScope = (typeof roleScopes)[number];

/** What a person may do and how far; a permission that is absent is not granted. */
export type Access = Readonly<Partial<Record<Permission, RoleScope>>>;

export interface RoleGrant {
  readonly scope: RoleScope;
  readonly permissions: readonly string[];
}

export interface Bindings {
  readonly lineIds: ReadonlySet<string>;
  readonly stationIds: ReadonlySet<string>;
  /** The lines the bound stations stand on: what a person bound to stations may look at. */
  readonly stationLineIds?: ReadonlySet<string>;
}

/** Somebody with access and bindings. */
export interface Holder extends Bindings {
  readonly access: Access;
}

export interface Place {
  readonly lineId?: string | null;
  readonly stationId?: string | null;
}

/**
 * A person holds every permission of every role, each as far as the widest role that grants it.
 * A role for lines counts only with a line, a role for stations only with a station; a permission
 * this release does not know counts for nothing.
 */
export function effectiveAccess(
  roles: readonly RoleGrant[],
  lineIds: Iterable<string>,
  stationIds: Iterable<string>,
): Access {
  const isBound = { ALL: true, LINES: !isEmpty(lineIds), STATIONS: !isEmpty(stationIds) };
  const access: Partial<Record<Permission, RoleScope>> = {};
  for (const role of roles) {
    if (!isBound[role.scope]) continue;
    for (const permission of role.permissions)
      if (isPermission(permission)) access[permission] = wider(access[permission], role.scope);
  }
  return access;
}

export function may(access: Access, permission: Permission): boolean {
  return access[permission] !== undefined;
}

/**
 * A permission for lines covers the bound lines and the bound stations; one for stations covers the
 * bound stations, and what belongs to their line but to no station. What belongs to no line is only
 * for those who may act on the whole plant.
 */
export function within(holder: Holder, permission: Permission, place: Place): boolean {
  const scope = holder.access[permission];
  if (scope === undefined) return false;
  if (scope === "ALL") return true;
  if (place.stationId && holder.stationIds.has(place.stationId)) return true;
  if (!place.lineId) return false;
  if (scope === "LINES") return holder.lineIds.has(place.lineId);
  return !place.stationId && (holder.stationLineIds?.has(place.lineId) ?? false);
}

/** The lines a list may show for a permission; null: every line. */
export function linesWithin(holder: Holder, permission: Permission): string[] | null {
  const scope = holder.access[permission];
  if (scope === undefined) return [];
  if (scope === "ALL") return null;
  const own = scope === "LINES" ? [...holder.lineIds] : [];
  return [...new Set([...own, ...(holder.stationLineIds ?? [])])];
}

/** A badge opens work on the floor and nothing else, whatever else its owner may do at a desk. */
export function floorAccess(access: Access): Access {
  return Object.fromEntries(
    floorPermissions.flatMap((point) => {
      const scope = access[point];
      return scope ? [[point, scope]] : [];
    }),
  );
}

/** Everything, everywhere: the server itself when it seeds or imports. */
export const fullAccess: Access = Object.fromEntries(permissions.map((point) => [point, "ALL"]));

function wider(known: RoleScope | undefined, found: RoleScope): RoleScope {
  if (known === undefined) return found;
  return roleScopes.indexOf(known) <= roleScopes.indexOf(found) ? known : found;
}

function isEmpty(ids: Iterable<string>): boolean {
  return ids[Symbol.iterator]().next().done === true;
}
