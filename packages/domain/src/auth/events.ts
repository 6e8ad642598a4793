/** What happened to people, roles and sessions, as the event trail names it. */
export const authEvents = [
  "user.created",
  "user.changed",
  "user.passwordChanged",
  "user.passwordReset",
  "user.preferencesChanged",
  "role.created",
  "role.changed",
  "role.deleted",
  "apiKey.created",
  "apiKey.changed",
  "apiKey.revoked",
  "session.signedIn",
  "session.signedOut",
  "session.operatorSwitched",
  "session.badgePutAway",
] as const;

export type AuthEvent = (typeof authEvents)[number];
