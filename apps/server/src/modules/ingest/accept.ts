import { isDeepStrictEqual } from "node:util";
import {
  type IngestFate,
  type IngestMode,
  type ItemAnswer,
  parseExactly,
} from "@lineside/domain/ingest";
import type { ErrorContext } from "@lineside/domain/kernel";
import { z } from "zod";
import { type CommandContext, defineCommand } from "../../platform/command.ts";
import { enqueue } from "../../platform/jobs/queue.ts";
import { type FirstEvent, findFirst, keepEvent, readBody, rowOf } from "./event-store.ts";
import { type Engine, executeEvents } from "./execute.ts";
import type { Answered, IncomingItem } from "./item.ts";
import { executedTogether, executeHead, parkOutcomes } from "./jobs.ts";
import { portionsOf } from "./portions.ts";
import { recent } from "./recent-values.ts";
import { countFates } from "./tally-store.ts";

const incoming = z.object({ items: z.custom<readonly IncomingItem[]>(), mode: z.string() });

/**
 * Keeps events durably and answers each: taken, known already, or in conflict with the first under
 * its key. In sync mode it carries them out in the same unit of work; otherwise jobs do.
 */
export const acceptEvents = (engine: Engine) =>
  defineCommand({
    name: "ingest.accept",
    permission: "internal",
    scope: "none",
    input: incoming,
    async run(cx, { items, mode }): Promise<Answered[]> {
      const accepting = new Accepting(engine, cx, mode as IngestMode);
      const answers: Answered[] = [];
      for (const item of items) answers.push(await accepting.take(item));
      return await accepting.end(answers);
    },
  });

class Accepting {
  readonly #taken: IncomingItem[] = [];
  readonly #fates: { sourceSystem: string; stationCode: null; fate: IngestFate }[] = [];

  constructor(
    readonly engine: Engine,
    readonly cx: CommandContext,
    readonly mode: IngestMode,
  ) {}

  async take(item: IncomingItem): Promise<Answered> {
    const { tx, now } = this.cx;
    if (await keepEvent(tx, item, { state: "RECEIVED", now })) {
      this.#taken.push(item);
      this.#count(item, "RECEIVED");
      return answer(item, { verdict: "accepted", status: 202, state: "RECEIVED" });
    }
    const first = await findFirst(tx, item.event);
    if (!first) return answer(item, { verdict: "rejected", status: 409, state: null });
    if (await this.#isSame(first, item)) {
      this.#count(item, "DUPLICATE");
      return duplicate(item, first);
    }
    return await this.#conflict(item, first);
  }

  /** A text sent again with its fields in another order or other spaces is the same event. */
  async #isSame(first: FirstEvent, { event, body, contentOf }: IncomingItem): Promise<boolean> {
    if (first.payloadHash === event.payloadHash) return true;
    const known = await readBody(this.cx.tx, first.id);
    const contentIn = (text: string) => contentOf(parseExactly(text));
    return known !== null && isDeepStrictEqual(contentIn(known), contentIn(body));
  }

  /** Both are kept: which of the two is true is for a person to find out. */
  async #conflict(item: IncomingItem, first: FirstEvent): Promise<Answered> {
    const { event } = item;
    const identity = `${event.identity}\n${event.payloadHash}`;
    const rival = { ...event, identity, businessKey: null };
    const keeping = { conflictOfId: first.id, code: "INGEST_KEY_CONFLICT", now: this.cx.now };
    const isNew = await keepEvent(
      this.cx.tx,
      { ...item, event: rival },
      { ...keeping, state: "CONFLICT" },
    );
    this.#count(item, isNew ? "CONFLICT" : "DUPLICATE");
    const known = isNew ? rival : ((await findFirst(this.cx.tx, rival)) ?? rival);
    const context = { firstEventId: first.id, dedupeKey: event.dedupeKey };
    const told = { verdict: "rejected", status: 409, state: "CONFLICT" } as const;
    return { ...answer(item, told), eventId: known.id, code: "INGEST_KEY_CONFLICT", context };
  }

  #count({ event }: IncomingItem, fate: IngestFate): void {
    this.#fates.push({ sourceSystem: event.sourceSystem, stationCode: null, fate });
  }

  async end(answers: Answered[]): Promise<Answered[]> {
    const executed = this.mode === "sync" ? await this.#execute() : await this.#enqueue();
    await countFates(this.cx.tx, this.cx.now, this.#fates);
    return answers.map((each) => {
      const done = executed.get(each.eventId ?? "");
      if (!done || each.verdict === "rejected") return each;
      return each.verdict === "duplicate" ? repeated(each, done) : done;
    });
  }

  async #execute(): Promise<Map<string, Answered>> {
    if (this.#taken.length === 0) return new Map();
    const byId = new Map(this.#taken.map((item) => [item.event.id, item]));
    const { now } = this.cx;
    const events = this.#taken.map(({ event, value }) => ({ ...rowOf(event, now), value }));
    const outcomes = await executeEvents(this.engine, this.cx, events);
    await parkOutcomes(this.cx, outcomes);
    return new Map(
      outcomes.map(({ event, state, status, code, context, flags }) => {
        const item = byId.get(event.id) as IncomingItem;
        const told = answer(item, { verdict: verdictOf(state), status, state });
        return [event.id, { ...told, ...reason(code, context), ...(flags[0] ? { flags } : {}) }];
      }),
    ) as Map<string, Answered>;
  }

  async #enqueue(): Promise<Map<string, Answered>> {
    for (const payload of portionsOf(this.#taken, executedTogether, this.cx.tx.dialect))
      await enqueue(this.cx, executeHead, { payload });
    const { now } = this.cx;
    const taken = [...this.#taken];
    this.cx.tx.onCommit(() => {
      for (const { event, value, body } of taken)
        recent.keep({ ...rowOf(event, now), value }, body.length);
    });
    return new Map();
  }
}

function verdictOf(state: string): ItemAnswer["verdict"] {
  if (state === "PARKED") return "parked";
  return state === "REJECTED" ? "rejected" : "accepted";
}

function answer(
  { event }: IncomingItem,
  told: Pick<Answered, "verdict" | "status" | "state">,
): Answered {
  const flags = event.flags.length > 0 ? { flags: [...event.flags] } : {};
  return { ...told, eventId: event.id, dedupeKey: event.dedupeKey, ...flags };
}

function duplicate(item: IncomingItem, first: FirstEvent): Answered {
  const { state, code } = first;
  const context = first.context as ErrorContext | null;
  const told = answer(item, { verdict: "duplicate", status: 200, state });
  return { ...told, eventId: first.id, first: { state, code, context } };
}

/** Sent twice in one breath: the second hears what became of the first. */
function repeated(each: Answered, { state, code, context }: Answered): Answered {
  const first = { state: state ?? "", code: code ?? null, context: context ?? null };
  return { ...each, state, first };
}

function reason(code: string | null, context: ErrorContext | null) {
  return code === null ? {} : { code, context: context ?? {} };
}
