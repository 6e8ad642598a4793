/** Every permission point, by the noun it belongs to. A permission is written `noun:action`. */
export const permissionActions = {
  wo: ["read", "receive", "release", "update", "close", "cancel"],
  run: ["read", "create", "authorize", "revoke", "hold", "cancel", "close", "units"],
  exec: ["read", "track_in", "track_out", "undo"],
  plant: ["read", "config"],
  product: ["config"],
  operation: ["config"],
  capture: ["config"],
  route: ["read", "configure", "compile"],
  quality: ["read", "disposition", "defect_record", "code_config"],
  readiness: ["read", "check", "prepare", "waive", "config"],
  form: ["read", "record", "confirm", "config"],
  clock: ["read", "waive", "config"],
  paste: ["read", "handle", "override", "config"],
  equipment: ["read", "status", "config"],
  trace: ["read", "export"],
  audit: ["read", "export", "hold"],
  job: ["read", "operate"],
  backup: ["read", "operate"],
  ops: ["read", "operate"],
  ingest: ["read", "send", "operate", "config"],
  carrier: ["read", "load", "config"],
  system: ["user_manage", "role_manage", "key_manage", "config"],
} as const;

type Actions = typeof permissionActions;
export type PermissionNoun = keyof Actions;
export type Permission = { [N in PermissionNoun]: `${N}:${Actions[N][number]}` }[PermissionNoun];

export const permissions = Object.entries(permissionActions).flatMap(([noun, actions]) =>
  actions.map((action) => `${noun}:${action}` as Permission),
);

const known: ReadonlySet<string> = new Set(permissions);

export function isPermission(text: string): text is Permission {
  return known.has(text);
}

/** What a shared station screen can do for whoever scanned a badge: work there, and look. */
export const floorPermissions: readonly Permission[] = [
  "exec:read",
  "exec:track_in",
  "exec:track_out",
  "exec:undo",
  "quality:read",
  "quality:defect_record",
  "readiness:read",
  "form:read",
  "form:record",
  "clock:read",
  "paste:read",
  "paste:handle",
  "carrier:read",
  "carrier:load",
  "equipment:read",
  "trace:read",
  "run:read",
  "plant:read",
  "wo:read",
];
