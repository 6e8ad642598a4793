import { type Database, type Tx, violation } from "@lineside/db";
import { AppError, assert, type Instant } from "@lineside/domain/kernel";
import type { SignedCommand } from "@lineside/domain/signature";
import type { z } from "zod";
import {
  type Actor,
  type Caller,
  type Place,
  type Requirement,
  requireActor,
  requireScope,
} from "./actor.ts";
import type { AttemptLimiter } from "./auth/rate-limit.ts";
import type { Sealing } from "./auth/sealing.ts";
import type { Clock } from "./clock.ts";
import {
  type DomainEvent,
  type EventRow,
  type Subject,
  type Teller,
  writeEvents,
  writeRefusal,
} from "./events.ts";
import { type IdempotentCall, idempotentCall, keepAnswer, recallAnswer } from "./idempotency.ts";
import { newId } from "./ids.ts";
import { counted } from "./metrics/command-meter.ts";
import type { Metrics } from "./metrics/metrics.ts";
import { type PrepareContext, prepareContext } from "./prepare-context.ts";
import type { SettingsStore } from "./settings.ts";
import {
  type KeptSignature,
  type Signer,
  type Signers,
  sign,
  type ToSign,
  takeSignature,
  withSignature,
} from "./signing.ts";
import type { Subscribers, UnitContext } from "./subscribers.ts";
import { parseInput } from "./validation.ts";

/** Where an action must be allowed: nowhere in particular, or checked against a line or station. */
export type Scope = "none" | "line" | "station";

export interface CommandContext extends UnitContext {
  readonly actor: Actor;
  readonly caller: Caller;
  /** Says what the command is about; a refusal is filed under it. Call it as soon as it is known. */
  about(subject: Subject): void;
  /** Throws OUT_OF_SCOPE. A command whose scope is not "none" must call it before it ends. */
  requireScope(place: Place): void;
  /**
   * Puts what is about to be kept before the signer, after every other rule has said yes: throws
   * SIGNATURE_REQUIRED where a signature is asked for and none came. See signing.ts.
   */
  sign(what: ToSign): Promise<void>;
}

export interface Command<I extends z.ZodType = z.ZodType, O = unknown, P = unknown> {
  readonly kind: "command";
  /** noun.verbNoun, e.g. execution.trackIn */
  readonly name: string;
  readonly permission: Requirement;
  readonly scope: Scope;
  /** Also in maintenance: who comes and goes changes nothing of the plant. */
  readonly worksInMaintenance?: true;
  /** Its line in the table of commands that may ask for an electronic signature. */
  readonly signs?: SignedCommand;
  readonly input: I;
  /** The answer, for the API reference. */
  readonly output?: z.ZodType;
  /** What is kept of the answer for a repeated call, when it shows something that is shown once. */
  kept?(answer: O): O;
  /** Slow work that is not the database's, e.g. hashing: a unit of work must never wait for it. */
  prepare?(px: PrepareContext, input: z.output<I>): Promise<P>;
  run(cx: CommandContext, input: z.output<I>, prepared: P): Promise<O>;
}

export function defineCommand<I extends z.ZodType, O, P = undefined>(
  command: Omit<Command<I, O, P>, "kind">,
): Command<I, O, P> {
  return { kind: "command", ...command };
}

export interface CommandDeps {
  db: Database;
  clock: Clock;
  settings: SettingsStore;
  timezone: string;
  /** Keyed hash of a text: finds it again without storing it. */
  keyed(text: string): string;
  sealing: Sealing;
  limiter: AttemptLimiter;
  /** Hear events in the unit of work that causes them. */
  subscribers: Subscribers;
  /** Who proves to be whom when something is signed; null before the house is put together. */
  signers: Signers | null;
  /** Lets live screens hear of committed rows; called inside the unit, heard after its commit. */
  announce(tx: Tx, rows: EventRow[]): Promise<void>;
  metrics: Metrics;
}

export interface Answer<O> {
  value: O;
  /** The answer was stored by an earlier call with the same Idempotency-Key. */
  replayed: boolean;
}

/**
 * The one write path: permission, input, idempotency key, then one unit of work that holds the
 * change, its events and its answer. A refusal rolls all of it back and leaves one REFUSED row.
 */
export function execute<I extends z.ZodType, O, P>(
  deps: CommandDeps,
  command: Command<I, O, P>,
  call: Call,
): Promise<Answer<O>> {
  return counted(deps.metrics, command.name, carryOut(deps, command, call));
}

type Call = { input: unknown; caller: Caller };

async function carryOut<I extends z.ZodType, O, P>(
  deps: CommandDeps,
  command: Command<I, O, P>,
  call: Call,
): Promise<Answer<O>> {
  const { caller } = call;
  const attempt = new Attempt(deps, command, caller);
  try {
    const actor = requireActor(caller, command.permission);
    const sent = command.signs ? takeSignature(call.input) : { input: call.input, given: null };
    const input = inputOf(command, sent.input);
    const key = idempotentCall(
      { key: caller.idempotencyKey, actorId: actor.id, keyed: deps.keyed },
      command.name,
      sent.input,
    );
    // A repeated call must not be prepared again: a password it changed is no longer the old one.
    if (key && (command.prepare || sent.given)) {
      const stored = await recallAnswer(reading(deps.db), key);
      if (stored) return { value: stored.answer as O, replayed: true };
    }
    if (deps.settings.pending) await deps.settings.pending;
    const signer = sent.given && (await deps.signers?.prove({ actor, caller }, sent.given));
    const px = prepareContext(deps, actor, caller);
    const prepared = (await command.prepare?.(px, input)) as P;
    return await attempt.run({ actor, input, prepared, key, signer: signer ?? null });
  } catch (error) {
    await attempt.tellRefusal(error);
    throw error;
  }
}

/** What the house hands over itself was looked at where it came in. */
function inputOf<I extends z.ZodType, O, P>(command: Command<I, O, P>, sent: unknown): z.output<I> {
  return command.permission === "internal"
    ? command.input.parse(sent)
    : parseInput(command.input, sent);
}

const reading = (db: Database): Pick<Tx, "run"> => ({
  run: (statement, params) => db.query(statement, params),
});

interface Ready<I extends z.ZodType, P> {
  actor: Actor;
  input: z.output<I>;
  prepared: P;
  key: IdempotentCall | null;
  signer: Signer | null;
}

class Attempt<I extends z.ZodType, O, P> {
  #subject: Subject | undefined;

  constructor(
    readonly deps: CommandDeps,
    readonly command: Command<I, O, P>,
    readonly caller: Caller,
  ) {}

  async run(ready: Ready<I, P>): Promise<Answer<O>> {
    try {
      return await this.#unit(ready);
    } catch (error) {
      // Two calls with one key at once on PostgreSQL: the loser waited for the winner's rows, was
      // refused what had just been done, and is told the winner's answer.
      const mayHaveLost = error instanceof AppError || violation(error) !== null;
      const { key } = ready;
      const stored = key && mayHaveLost && (await recallAnswer(reading(this.deps.db), key));
      if (stored) return { value: stored.answer as O, replayed: true };
      // Whatever a command may collide with it checks before; here somebody was faster.
      if (violation(error))
        throw new AppError("conflict", "CONCURRENT_CHANGE", {}, { cause: error });
      throw error;
    }
  }

  #unit({ actor, input, prepared, key, signer }: Ready<I, P>): Promise<Answer<O>> {
    return this.deps.db.unit(async (tx) => {
      if (key) {
        const stored = await recallAnswer(tx, key);
        if (stored) return { value: stored.answer as O, replayed: true };
      }
      const now = this.deps.clock.now();
      let events: DomainEvent[] = [];
      let signature: KeptSignature | null = null;
      let isScopeChecked = this.command.scope === "none";
      const unit = {
        tx,
        now,
        settings: this.deps.settings.current(),
        timezone: this.deps.timezone,
        newId,
      };
      const value = await this.command.run(
        {
          ...unit,
          actor,
          caller: this.caller,
          about: (subject) => {
            this.#subject = subject;
          },
          emit: (event) => void events.push(event),
          requireScope: (place) => {
            isScopeChecked = true;
            requireScope(actor, this.command.permission, place);
          },
          sign: async (what) => {
            const { command, caller } = this;
            const { signers } = this.deps;
            signature = await sign({ command, signers, signer, unit, actor, caller }, what);
          },
        },
        input,
        prepared,
      );
      assert(isScopeChecked, `${this.command.name} ended without a scope check`);
      if (signature) events = withSignature(events, signature);
      await this.deps.subscribers.hear(unit, events);
      const rows = await writeEvents(tx, events, this.#teller(actor, now));
      const kept = this.command.kept?.(value) ?? value;
      if (key) await keepAnswer(tx, key, { answer: kept, now });
      await this.deps.announce(tx, rows);
      return { value, replayed: false };
    });
  }

  /** Refusals are part of the trail: what was tried, by whom, and why the answer was no. */
  async tellRefusal(error: unknown): Promise<void> {
    if (!(error instanceof AppError) || !told.has(error.kind) || !this.caller.actor) return;
    // A question, not a no: what comes of it is told when the answer is there.
    if (error.code === "SIGNATURE_REQUIRED") return;
    const actor = this.caller.actor;
    const subject = this.#subject ?? {
      entityType: this.command.name.split(".")[0] ?? "",
      entityId: "",
      entityKey: "",
    };
    const refusal = {
      command: this.command.name,
      code: error.code,
      context: error.context,
      subject,
    };
    const now = this.deps.clock.now();
    await this.deps.db.unit((tx) => writeRefusal(tx, refusal, this.#teller(actor, now)));
  }

  #teller(actor: Actor, now: Instant): Teller {
    return {
      caller: this.caller,
      actorId: actor.id,
      actorName: actor.name,
      actorKind: actor.kind,
      now,
    };
  }
}

const told = new Set(["refused", "conflict", "forbidden"]);
