import type { Access, RoleScope } from "./access.ts";
import { floorPermissions, type Permission, permissions } from "./permissions.ts";

export interface PresetRole {
  readonly code: string;
  readonly name: string;
  readonly nameZh: string;
  readonly scope: RoleScope;
  readonly permissions: readonly Permission[];
  /** Where its owner starts working. */
  readonly homePage: string;
}

const reads = permissions.filter((permission) => permission.endsWith(":read"));
const all = (noun: string) => permissions.filter((permission) => permission.startsWith(`${noun}:`));

/**
 * The roles every plant starts with (domain.md 7.2 with 7.4), in order of priority: the first one a
 * person holds decides the home page. Every role has the reads its screens need. Users are bound to
 * lines and stations, so the administrator may also set those up.
 */
export const presetRoles: readonly PresetRole[] = [
  {
    code: "admin",
    name: "Administrator",
    nameZh: "系统管理员",
    scope: "ALL",
    permissions: [
      ...reads,
      "plant:config",
      "job:operate",
      "backup:operate",
      "ops:operate",
      "audit:export",
      "audit:hold",
      "ingest:operate",
      "ingest:config",
      ...all("system"),
    ],
    homePage: "/admin",
  },
  {
    code: "plant_manager",
    name: "Plant manager",
    nameZh: "厂长",
    scope: "ALL",
    permissions: [
      ...reads,
      "run:hold",
      "run:cancel",
      "readiness:check",
      "readiness:waive",
      "clock:waive",
      "trace:export",
    ],
    homePage: "/runs",
  },
  {
    code: "planner",
    name: "Planner",
    nameZh: "计划员",
    scope: "ALL",
    permissions: [
      ...all("wo"),
      ...all("run"),
      "exec:read",
      "plant:read",
      "route:read",
      "quality:read",
      "readiness:read",
      "readiness:check",
      "readiness:prepare",
      "form:read",
      "clock:read",
      "paste:read",
      "equipment:read",
      "trace:read",
      "ingest:read",
      "carrier:read",
    ],
    homePage: "/orders",
  },
  {
    code: "engineer",
    name: "Process engineer",
    nameZh: "工艺工程师",
    scope: "ALL",
    permissions: [
      ...all("plant"),
      "product:config",
      "operation:config",
      "capture:config",
      ...all("route"),
      "readiness:read",
      "readiness:check",
      "readiness:config",
      ...all("form"),
      "clock:read",
      "clock:config",
      ...all("paste"),
      ...all("equipment"),
      "wo:read",
      "run:read",
      "exec:read",
      "quality:read",
      "trace:read",
      ...all("ingest"),
      ...all("carrier"),
    ],
    homePage: "/routes",
  },
  {
    code: "quality",
    name: "Quality engineer",
    nameZh: "品质工程师",
    scope: "ALL",
    permissions: [
      ...all("quality"),
      ...all("trace"),
      "readiness:read",
      "readiness:check",
      "form:read",
      "form:record",
      "form:confirm",
      "clock:read",
      "paste:read",
      "paste:handle",
      "equipment:read",
      "run:hold",
      "wo:read",
      "run:read",
      "exec:read",
      "plant:read",
      "route:read",
      "ingest:read",
      "ingest:operate",
      "carrier:read",
    ],
    homePage: "/defects",
  },
  {
    code: "line_leader",
    name: "Line leader",
    nameZh: "组长",
    scope: "LINES",
    permissions: [
      ...floorPermissions,
      "run:hold",
      "readiness:check",
      "readiness:prepare",
      "form:confirm",
      "paste:override",
      "equipment:status",
      "ingest:read",
      "ingest:operate",
      "carrier:config",
    ],
    homePage: "/runs",
  },
  {
    code: "material",
    name: "Material handler",
    nameZh: "物料员",
    scope: "LINES",
    permissions: [
      "wo:read",
      "run:read",
      "plant:read",
      "readiness:read",
      "form:read",
      "form:record",
      "clock:read",
      "paste:read",
      "paste:handle",
      "carrier:read",
      "carrier:load",
      "equipment:read",
    ],
    homePage: "/runs",
  },
  {
    code: "maintenance",
    name: "Maintenance",
    nameZh: "设备维护",
    scope: "LINES",
    permissions: [
      "plant:read",
      "run:read",
      "exec:read",
      "readiness:read",
      "form:read",
      "form:record",
      "clock:read",
      "paste:read",
      ...all("equipment"),
      "trace:read",
      "ingest:read",
      "carrier:read",
    ],
    homePage: "/plant",
  },
  {
    code: "operator",
    name: "Operator",
    nameZh: "操作员",
    scope: "STATIONS",
    permissions: floorPermissions,
    homePage: "/station",
  },
  {
    code: "trace",
    name: "Trace viewer",
    nameZh: "追溯查询员",
    scope: "ALL",
    permissions: [...all("trace"), "backup:read", "ops:read", "audit:read"],
    homePage: "/trace",
  },
];

export const presetRoleCodes: ReadonlySet<string> = new Set(presetRoles.map((role) => role.code));

/** Pages a person may choose to start on, with the permission that shows them; first match wins. */
export const homePages: readonly { path: string; permission: Permission }[] = [
  { path: "/station", permission: "exec:track_in" },
  { path: "/orders", permission: "wo:read" },
  { path: "/runs", permission: "run:read" },
  { path: "/routes", permission: "route:read" },
  { path: "/defects", permission: "quality:read" },
  { path: "/trace", permission: "trace:read" },
  { path: "/plant", permission: "plant:read" },
  { path: "/audit", permission: "audit:read" },
  { path: "/admin", permission: "ops:read" },
  { path: "/admin/users", permission: "system:user_manage" },
];

/** With nothing else to see, a person lands on the own account. */
export const lastResortPage = "/account";

/**
 * Where a person starts: the page they chose if they may see it, else the page of their role of the
 * highest priority, else the first page they may see.
 */
export function homePageFor(
  access: Access,
  roleCodes: readonly string[],
  chosen: string | null = null,
): string {
  const visible = homePages.filter((page) => access[page.permission]).map((page) => page.path);
  if (chosen !== null && visible.includes(chosen)) return chosen;
  const leading = presetRoles.find(
    (role) => roleCodes.includes(role.code) && visible.includes(role.homePage),
  );
  return leading?.homePage ?? visible[0] ?? lastResortPage;
}
