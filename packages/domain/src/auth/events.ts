/** What happened to people, roles and sessions, as the event trail names it. */
export const authEvents = [
  "user.created",
  "user.changed",
  "user.passwordChanged",
  "user.passwordReset",
  "user.preferencesChanged",
  "user.locked",
  "user.unlocked",
  "user.secondFactorAdded",
  "user.secondFactorRemoved",
  "user.secondFactorReset",
  "role.created",
  "role.changed",
  "role.deleted",
  "apiKey.created",
  "apiKey.changed",
  "apiKey.revoked",
  "session.signedIn",
  "session.signedOut",
  "session.revoked",
  "session.operatorSwitched",
  "session.badgePutAway",
] as const;

export type AuthEvent = (typeof authEvents)[number];
