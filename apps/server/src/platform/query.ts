import { type Database, unstorable } from "@lineside/db";
import type { Permission } from "@lineside/domain/auth";
import { AppError, type Instant } from "@lineside/domain/kernel";
import type { z } from "zod";
import {
  type Actor,
  type Caller,
  type Place,
  type Requirement,
  requireActor,
  requireScope,
  visibleLines,
} from "./actor.ts";
import { badgeText } from "./auth/password.ts";
import type { Clock } from "./clock.ts";
import type { Settings, SettingsStore } from "./settings.ts";
import { parseInput } from "./validation.ts";

export interface QueryContext {
  readonly db: Database;
  readonly now: Instant;
  readonly actor: Actor;
  readonly caller: Caller;
  readonly settings: Settings;
  readonly timezone: string;
  requireScope(place: Place): void;
  /** What a scanned badge code is stored as. */
  badgeHashOf(badge: string): string;
  /** Lines whose rows a list may show; null = all. */
  visibleLines(permission: Permission): string[] | null;
}

export interface Query<I extends z.ZodType = z.ZodType, O = unknown> {
  readonly kind: "query";
  readonly name: string;
  readonly permission: Requirement;
  readonly input: I;
  readonly output?: z.ZodType;
  run(cx: QueryContext, input: z.output<I>): Promise<O>;
}

export function defineQuery<I extends z.ZodType, O>(query: Omit<Query<I, O>, "kind">): Query<I, O> {
  return { kind: "query", ...query };
}

export interface QueryDeps {
  db: Database;
  clock: Clock;
  settings: SettingsStore;
  timezone: string;
  keyed(text: string): string;
}

/** The one read path: permission, input, read model. Reads never wait for writers. */
export async function ask<I extends z.ZodType, O>(
  deps: QueryDeps,
  query: Query<I, O>,
  call: { input: unknown; caller: Caller },
): Promise<O> {
  const actor = requireActor(call.caller, query.permission);
  const input = parseInput(query.input, call.input);
  if (deps.settings.pending) await deps.settings.pending;
  const cx: QueryContext = {
    db: deps.db,
    now: deps.clock.now(),
    actor,
    caller: call.caller,
    settings: deps.settings.current(),
    timezone: deps.timezone,
    requireScope: (place) => requireScope(actor, query.permission, place),
    badgeHashOf: (badge) => deps.keyed(badgeText(badge)),
    visibleLines: (permission) => visibleLines(actor, permission),
  };
  try {
    return await query.run(cx, input);
  } catch (error) {
    // Another type than the sorted column's: PostgreSQL alone says so. Nobody got it from us.
    if (unstorable(error) && hasCursor(input)) throw new AppError("invalid", "CURSOR_INVALID");
    throw error;
  }
}

const hasCursor = (input: unknown) =>
  typeof input === "object" && input !== null && "cursor" in input && input.cursor !== undefined;
