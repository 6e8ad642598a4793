import { z } from "zod";
import { pageQuery, zInstant, zKey, zName, zVersion } from "../kernel/index.ts";
import { roleScopes } from "./access.ts";
import { checkPassword, passwordLength } from "./passwords.ts";
import { type Permission, permissions } from "./permissions.ts";
import { zSecondFactor } from "./second-factor.ts";

const zPermission = z.enum(permissions as [Permission, ...Permission[]]);

/** What people type to sign in; capitals are the same name. */
export const zUsername = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9._-]{3,32}$/);

export const zNewPassword = z.string().min(passwordLength.min).max(passwordLength.max);
const zPassword = z.string().min(1).max(passwordLength.max);
/** What the badge scanner sends. */
export const zBadge = z.string().trim().min(4).max(64);
export const zPin = z.string().regex(/^\d{4,8}$/);
export const locales = ["zh-CN", "en"] as const;
export const themes = ["LIGHT", "DARK", "SYSTEM"] as const;

const zText = z.string().trim().max(120).nullable();
const zIds = z.array(z.string().min(1).max(64)).max(500);
const roleName = z.object({ code: z.string(), name: z.string(), nameZh: z.string() });
const place = z.object({ id: z.string(), code: z.string(), name: z.string() });

export const signInInput = z.object({
  username: z.string().trim().toLowerCase().min(1).max(64),
  password: zPassword,
  /** Of the app on the phone, or one for whoever has lost it. */
  code: zSecondFactor.optional(),
});

export const setupState = z.object({ isOpen: z.boolean() });

/** The first administrator of a new plant; the token is in the start-up log, once. */
export const setupInput = z
  .object({
    token: z.string().min(1).max(128),
    username: zUsername,
    name: zName,
    password: zNewPassword,
  })
  .superRefine(({ password, username }, issues) => refinePassword(password, username, issues));

export const badgeInput = z.object({ badge: zBadge, pin: zPin.optional() });

export const passwordInput = z.object({ current: zPassword, next: zNewPassword });

export const mePatch = z.object({
  locale: z.enum(locales).nullable().optional(),
  theme: z.enum(themes).nullable().optional(),
  homePage: z.string().max(120).nullable().optional(),
});

export const meSchema = z.object({
  user: z.object({
    id: z.string(),
    username: z.string(),
    name: z.string(),
    department: z.string().nullable(),
    phone: z.string().nullable(),
    locale: z.enum(locales).nullable(),
    theme: z.enum(themes).nullable(),
    homePage: z.string().nullable(),
    mustChangePassword: z.boolean(),
    /** The plant asks for a second factor, and this person has none yet. */
    mustAddSecondFactor: z.boolean(),
  }),
  roles: z.array(roleName),
  access: z.partialRecord(zPermission, z.enum(roleScopes)),
  lines: z.array(place),
  stations: z.array(place.extend({ lineId: z.string() })),
  /** Who scanned a badge on this screen: the actor until the badge is put away. */
  operator: z
    .object({ id: z.string(), username: z.string(), name: z.string(), since: zInstant })
    .nullable(),
  homePage: z.string(),
  settings: z.looseObject({ timezone: z.string(), undoSeconds: z.number() }),
  version: z.string(),
});

export const userRow = z.object({
  id: z.string(),
  username: z.string(),
  name: z.string(),
  department: z.string().nullable(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  isActive: z.boolean(),
  mustChangePassword: z.boolean(),
  hasBadge: z.boolean(),
  hasPin: z.boolean(),
  hasSecondFactor: z.boolean(),
  /** After too many failed sign-ins. */
  lockedUntil: zInstant.nullable(),
  roles: z.array(roleName),
  lineIds: z.array(z.string()),
  stationIds: z.array(z.string()),
  version: z.number(),
  createdAt: zInstant,
  updatedAt: zInstant,
});

export const userQuery = pageQuery.extend({
  role: zKey.optional(),
  isActive: z.stringbool().optional(),
});

const userFields = {
  name: zName,
  department: zText.optional(),
  phone: zText.optional(),
  /** Where channels of notices that write to the audience reach this person. */
  email: z.email().max(200).toLowerCase().nullable().optional(),
  /** Role codes. */
  roles: z.array(zKey).max(20),
  lineIds: zIds,
  stationIds: zIds,
  /** null takes the badge (or the PIN) away. */
  badge: zBadge.nullable().optional(),
  pin: zPin.nullable().optional(),
};

export const userCreate = z
  .object({
    username: zUsername,
    password: zNewPassword,
    ...userFields,
    lineIds: zIds.default([]),
    stationIds: zIds.default([]),
  })
  .superRefine(({ password, username }, issues) => refinePassword(password, username, issues));

/** A password set here is for one sign-in: its owner must change it. */
export const userPatch = z
  .object({ ...userFields, isActive: z.boolean(), password: zNewPassword })
  .partial()
  .extend({ version: zVersion });

export const roleRow = z.object({
  id: z.string(),
  code: z.string(),
  name: z.string(),
  nameZh: z.string(),
  description: z.string().nullable(),
  permissions: z.array(zPermission),
  scope: z.enum(roleScopes),
  isSystem: z.boolean(),
  userCount: z.number(),
  version: z.number(),
});

const roleFields = {
  name: zName,
  nameZh: zName,
  description: z.string().trim().max(500).nullable().optional(),
  permissions: z.array(zPermission).min(1).transform(unique),
  scope: z.enum(roleScopes),
};

export const roleCreate = z.object({
  code: z.string().regex(/^[a-z][a-z0-9_]{1,31}$/),
  ...roleFields,
});

export const rolePatch = z.object(roleFields).partial().extend({ version: zVersion });

export type Me = z.infer<typeof meSchema>;
export type UserRow = z.infer<typeof userRow>;
export type UserCreate = z.output<typeof userCreate>;
export type UserPatch = z.output<typeof userPatch>;
export type RoleRow = z.infer<typeof roleRow>;

function refinePassword(password: string, username: string, issues: z.RefinementCtx): void {
  const checked = checkPassword(password, username);
  if (!checked.ok)
    issues.addIssue({ code: "custom", path: ["password"], message: checked.refusal.code });
}

function unique<T>(values: T[]): T[] {
  return [...new Set(values)];
}
