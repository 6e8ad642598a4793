import { defineCodes } from "../kernel/index.ts";

const users = "system:user_manage";
const roles = "system:role_manage";

export const authCodes = defineCodes({
  UNAUTHORIZED: { kind: "unauthorized", resolvedBy: null },
  FORBIDDEN: { kind: "forbidden", resolvedBy: users },
  OUT_OF_SCOPE: { kind: "forbidden", resolvedBy: users },
  SIGN_IN_FAILED: { kind: "unauthorized", resolvedBy: users },
  SIGN_IN_RATE_LIMITED: { kind: "too_many", resolvedBy: null },
  SETUP_TOKEN_INVALID: { kind: "forbidden", resolvedBy: null },
  SETUP_DONE: { kind: "refused", resolvedBy: users },
  PASSWORD_TOO_SHORT: { kind: "refused", resolvedBy: null },
  PASSWORD_TOO_LONG: { kind: "refused", resolvedBy: null },
  PASSWORD_IS_USERNAME: { kind: "refused", resolvedBy: null },
  PASSWORD_CURRENT_WRONG: { kind: "refused", resolvedBy: users },
  PASSWORD_CHANGE_REQUIRED: { kind: "forbidden", resolvedBy: null },
  BADGE_UNKNOWN: { kind: "refused", resolvedBy: users },
  BADGE_PIN_REQUIRED: { kind: "refused", resolvedBy: null },
  BADGE_PIN_WRONG: { kind: "refused", resolvedBy: users },
  BADGE_WITHOUT_FLOOR_ACCESS: { kind: "refused", resolvedBy: users },
  BADGE_RATE_LIMITED: { kind: "too_many", resolvedBy: null },
  BADGE_TAKEN: { kind: "conflict", resolvedBy: users },
  USER_NOT_FOUND: { kind: "not_found", resolvedBy: users },
  USERNAME_TAKEN: { kind: "conflict", resolvedBy: users },
  EMAIL_TAKEN: { kind: "conflict", resolvedBy: users },
  SELF_DEACTIVATION: { kind: "refused", resolvedBy: users },
  LAST_USER_MANAGER: { kind: "refused", resolvedBy: users },
  ROLE_REQUIRED: { kind: "refused", resolvedBy: users },
  ROLE_NOT_FOUND: { kind: "not_found", resolvedBy: roles },
  LINE_BINDING_REQUIRED: { kind: "refused", resolvedBy: users },
  STATION_BINDING_REQUIRED: { kind: "refused", resolvedBy: users },
  ROLE_CODE_TAKEN: { kind: "conflict", resolvedBy: roles },
  ROLE_CODE_RESERVED: { kind: "refused", resolvedBy: roles },
  ROLE_SYSTEM_LOCKED: { kind: "refused", resolvedBy: roles },
  ROLE_IN_USE: { kind: "refused", resolvedBy: users },
});
