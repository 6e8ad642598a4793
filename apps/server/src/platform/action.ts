import type { z } from "zod";
import type { Caller, Requirement } from "./actor.ts";
import type { Platform } from "./platform.ts";

/**
 * A door that is neither command nor query because it deals with the connection itself: cookies of
 * sign-in and sign-out, the live stream. It may call commands; it holds no rule of its own.
 */
export interface Action<I extends z.ZodType = z.ZodType> {
  readonly kind: "action";
  readonly name: string;
  readonly permission: Requirement;
  readonly input: I;
  /** Also in maintenance: who comes and goes changes nothing of the plant. */
  readonly worksInMaintenance?: true;
  /** raw: it reads the request's body itself, and only its URL is input. */
  readonly body?: "raw";
  /** What it reads from a raw body and what it answers, for the API reference. */
  readonly reads?: z.ZodType;
  readonly output?: z.ZodType;
  run(ax: ActionContext, input: z.output<I>): Promise<Response>;
}

export interface ActionContext {
  readonly platform: Platform;
  readonly caller: Caller;
  readonly request: Request;
}

export function defineAction<I extends z.ZodType>(action: Omit<Action<I>, "kind">): Action<I> {
  return { kind: "action", ...action };
}
