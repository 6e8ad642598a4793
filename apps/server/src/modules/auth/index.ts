import { Doors } from "../../platform/http/api.ts";
import { changeOwnAccount, changeOwnPassword, putBadgeAway, switchOperator } from "./account.ts";
import { listApiKeys } from "./api-key-queries.ts";
import { createApiKey, patchApiKey, revokeApiKey } from "./api-keys.ts";
import { listRoles, listUsers, me } from "./queries.ts";
import { createRole, deleteRole, patchRole } from "./roles.ts";
import {
  addSecondFactor,
  confirmOwnSecondFactor,
  readSecondFactor,
  removeOwnSecondFactor,
  resetSecondFactor,
} from "./second-factor.ts";
import {
  listOwnSessions,
  listUserSessions,
  revokeOwnSessions,
  revokeUserSessions,
  unlockUser,
} from "./sessions.ts";
import { readSetup, runSetup } from "./setup.ts";
import { signIn, signOut } from "./sign-in.ts";
import { createUserCommand, patchUser } from "./users.ts";

export { apiKeyStanding } from "./api-key-store.ts";
export { type Recipient, usersHolding } from "./audience-queries.ts";
export { operatorMay } from "./operator-queries.ts";
export { createUser, ensureRoles, resetPassword, systemCaller } from "./provisioning.ts";
export { openSetup } from "./setup.ts";
export { signersOf } from "./signers.ts";

export const authDoors = new Doors()
  .post("/auth/sign-in", signIn)
  .post("/auth/sign-out", signOut)
  .get("/auth/setup", readSetup)
  .post("/auth/setup", runSetup)
  .get("/auth/me", me)
  .patch("/auth/me", changeOwnAccount)
  .post("/auth/me/password", changeOwnPassword)
  .get("/auth/sessions", listOwnSessions)
  .post("/auth/sessions/revoke", revokeOwnSessions)
  .get("/auth/second-factor", readSecondFactor)
  .post("/auth/second-factor", addSecondFactor)
  .post("/auth/second-factor/confirm", confirmOwnSecondFactor)
  .post("/auth/second-factor/remove", removeOwnSecondFactor)
  .post("/auth/badge", switchOperator)
  .delete("/auth/badge", putBadgeAway)
  .get("/users", listUsers)
  .post("/users", createUserCommand)
  .patch("/users/:id", patchUser)
  .get("/users/:id/sessions", listUserSessions)
  .post("/users/:id/sessions/revoke", revokeUserSessions)
  .post("/users/:id/unlock", unlockUser)
  .post("/users/:id/second-factor/reset", resetSecondFactor)
  .get("/api-keys", listApiKeys)
  .post("/api-keys", createApiKey)
  .patch("/api-keys/:id", patchApiKey)
  .post("/api-keys/:id/revoke", revokeApiKey)
  .get("/roles", listRoles)
  .post("/roles", createRole)
  .patch("/roles/:id", patchRole)
  .delete("/roles/:id", deleteRole);
