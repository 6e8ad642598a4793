import {
  type Access,
  type Bindings,
  linesWithin,
  may,
  type Permission,
  type Place,
  within,
} from "@lineside/domain/auth";
import { AppError } from "@lineside/domain/kernel";

/** Who acts. Comes from the session, never from a request body. */
export interface Actor extends Bindings {
  readonly id: string | null;
  readonly name: string;
  /** MACHINE: another system or a machine, by its API key. */
  readonly kind: "USER" | "SYSTEM" | "MACHINE";
  readonly access: Access;
  /** The password was set by someone else: nothing works until its owner has changed it. */
  readonly mustChangePassword: boolean;
  /** The plant asks this person for a second factor: nothing works until there is one. */
  readonly mustAddSecondFactor?: boolean;
  /** The source systems a machine may speak for; null or absent: any. */
  readonly sources?: readonly string[] | null;
}

/** Where a request came from, for the event trail and the log. */
export interface Caller {
  readonly actor: Actor | null;
  /** The session behind the actor, when there is one. */
  readonly sessionId: string | null;
  readonly requestId: string;
  readonly ip: string | null;
  readonly idempotencyKey: string | null;
}

export type { Place } from "@lineside/domain/auth";

/**
 * `public`: no session needed. `signedIn`: any session. `internal`: the server itself, no door leads
 * there. Otherwise the permission point.
 */
export type Requirement = Permission | "public" | "signedIn" | "internal";

/** The actor, or UNAUTHORIZED / FORBIDDEN; FORBIDDEN names the permission that is missing. */
export function requireActor(caller: Caller, requirement: Requirement): Actor {
  if (requirement === "public") return caller.actor ?? anonymous;
  if (!caller.actor) throw new AppError("unauthorized", "UNAUTHORIZED");
  if (requirement === "internal") {
    if (caller.actor.kind === "SYSTEM") return caller.actor;
    throw new AppError("forbidden", "FORBIDDEN");
  }
  if (requirement === "signedIn") {
    // What every person may do is a person's: a machine sends events and does nothing else.
    if (caller.actor.kind === "MACHINE") throw new AppError("forbidden", "FORBIDDEN");
    return caller.actor;
  }
  if (caller.actor.mustChangePassword) throw new AppError("forbidden", "PASSWORD_CHANGE_REQUIRED");
  if (caller.actor.mustAddSecondFactor)
    throw new AppError("forbidden", "SECOND_FACTOR_SETUP_REQUIRED");
  if (!may(caller.actor.access, requirement))
    throw new AppError("forbidden", "FORBIDDEN", { permission: requirement });
  return caller.actor;
}

/** Refuses an action outside the lines or stations the actor is bound to (domain.md 7.3, D15, D55). */
export function requireScope(actor: Actor, requirement: Requirement, place: Place): void {
  if (requirement === "public" || requirement === "signedIn" || requirement === "internal") return;
  if (within(actor, requirement, place)) return;
  throw new AppError("forbidden", "OUT_OF_SCOPE", { permission: requirement, ...place });
}

/** The lines a list may show to this actor for a permission; null = every line. */
export function visibleLines(actor: Actor, permission: Permission): string[] | null {
  return linesWithin(actor, permission);
}

const anonymous: Actor = {
  id: null,
  name: "anonymous",
  kind: "SYSTEM",
  access: {},
  mustChangePassword: false,
  lineIds: new Set(),
  stationIds: new Set(),
};

/** The server itself: seeding, imports, timers. */
export function systemActor(name: string, access: Access): Actor {
  return { ...anonymous, name, access };
}
