import { addMinutes, type Instant } from "@lineside/domain/kernel";
import { monotonicMs } from "../platform/clock.ts";
import type { Ledger, Message } from "./ledger.ts";
import { readAll, type SimLine } from "./line.ts";
import { type FaultKind, faultKinds } from "./options.ts";
import type { ServerClient } from "./server-client.ts";

export interface FaultAccount {
  readonly fault: FaultKind;
  readonly injected: number;
  readonly accounted: number;
}

export interface Reconciliation {
  readonly boards: { sent: number; passed: number; failed: number; left: number; stopped: number };
  readonly visits: { expected: number; traced: number };
  readonly messages: { sent: number; times: number; resent: number; arrays: number };
  readonly answers: Ledger["verdicts"];
  readonly scans: number;
  readonly questions: number;
  readonly events: Record<string, number>;
  readonly faults: FaultAccount[];
  /** One sentence for everything that is not as it should be; none: everything reconciles. */
  readonly problems: string[];
}

interface EventRow {
  readonly id: string;
  readonly sourceSystem: string;
  readonly dedupeKey: string;
  readonly state: string;
  readonly code: string | null;
  readonly flags: readonly string[];
}

export interface Facts {
  readonly server: ServerClient;
  readonly ledger: Ledger;
  readonly line: SimLine;
  readonly startedAt: Instant;
  readonly patienceSeconds: number;
}

const open = new Set(["RECEIVED", "PARKED"]);
const settleMs = 150;
const keyOf = (source: string, id: string) => `${source}\n${id}`;

/** Compares what was sent with what the server knows, by its own event and trace doors. */
export async function reconcile(facts: Facts): Promise<Reconciliation> {
  const { ledger, server } = facts;
  const events = await settledEvents(facts);
  const problems: string[] = [];
  const say = (sentence: string) => void problems.push(sentence);
  for (const message of ledger.messages) checkMessage(message, events, say);
  const traced = await checkBoards(facts, say);
  const states: Record<string, number> = {};
  for (const rows of events.values())
    for (const { state } of rows) states[state] = (states[state] ?? 0) + 1;
  const count = (end: string) => ledger.boards.filter((board) => board.end === end).length;
  return {
    boards: {
      sent: ledger.boards.length,
      passed: count("PASSED"),
      failed: count("FAILED"),
      left: count("LEFT"),
      stopped: count("STOPPED"),
    },
    visits: { expected: ledger.visits.length, traced },
    messages: {
      sent: ledger.messages.length,
      times: ledger.messages.reduce((sum, { times }) => sum + times, 0),
      resent: server.resent,
      arrays: ledger.arrays,
    },
    answers: ledger.verdicts,
    scans: ledger.scans,
    questions: ledger.questions,
    events: states,
    faults: faultKinds.map((fault) => account(fault, { ledger, events, say })),
    problems,
  };
}

/** Every event of ours by source and key, once nothing is waiting any more or patience ends. */
async function settledEvents(facts: Facts): Promise<Map<string, EventRow[]>> {
  const deadline = monotonicMs() + facts.patienceSeconds * 1000;
  for (;;) {
    const events = await eventsOf(facts);
    const waiting = facts.ledger.messages.filter(({ source, id, expects }) => {
      const rows = events.get(keyOf(source, id)) ?? [];
      const isKept = expects === "DONE" || expects === "REJECTED";
      return isKept && (rows.length === 0 || rows.some(({ state }) => open.has(state)));
    });
    if (waiting.length === 0 || monotonicMs() > deadline) return events;
    await Bun.sleep(settleMs);
  }
}

async function eventsOf({ server, ledger, startedAt }: Facts): Promise<Map<string, EventRow[]>> {
  const ours = new Set(ledger.messages.map(({ source, id }) => keyOf(source, id)));
  // The server's clock may be another one than ours.
  const from = encodeURIComponent(addMinutes(startedAt, -10));
  const found = new Map<string, EventRow[]>();
  for (const source of new Set(ledger.messages.map((message) => message.source))) {
    const path = `/api/ingest/events?source=${encodeURIComponent(source)}&from=${from}`;
    for (const row of await readAll<EventRow>(server, path)) {
      const key = keyOf(row.sourceSystem, row.dedupeKey);
      if (ours.has(key)) found.set(key, [...(found.get(key) ?? []), row]);
    }
  }
  return found;
}

type Say = (sentence: string) => void;

function checkMessage(message: Message, events: Map<string, EventRow[]>, say: Say): void {
  const { what, sns, expects, answers } = message;
  const about = `${what}${sns.length > 0 ? ` for ${sns.slice(0, 3).join(", ")}` : ""}`;
  const rows = events.get(keyOf(message.source, message.id)) ?? [];
  const [last] = answers.slice(-1);
  if (expects === "NOTHING") {
    if (rows.length > 0) say(`${about}: broken, yet ${rows.length} event of it is kept`);
    if (last?.verdict !== "rejected") say(`${about}: broken, yet answered ${last?.verdict}`);
    return;
  }
  if (expects === "HEARD") {
    if (rows.length > 1) say(`${about}: ${rows.length} events of one heartbeat`);
    if (last?.verdict === "rejected") say(`${about}: was rejected (${last.code})`);
    return;
  }
  const [row] = rows;
  if (!row || rows.length > 1) {
    say(`${about}: ${rows.length} events instead of one`);
    return;
  }
  const { state, code } = row;
  const isRight =
    expects === "REJECTED" ? state === "REJECTED" : state === "EXECUTED" || state === "STORED";
  if (!isRight) say(`${about}: is ${state}${code ? ` (${code})` : ""}, expected ${expects}`);
}

/** Every expected visit is there once, closed, with its result; the board stands where it should. */
async function checkBoards({ server, ledger, line }: Facts, say: Say): Promise<number> {
  let traced = 0;
  const visitsOf = Map.groupBy(ledger.visits, ({ sn }) => sn);
  for (const { sn, end, why } of ledger.boards) {
    if (end === "STOPPED") say(`${sn} was stopped: ${why}`);
    const expected = visitsOf.get(sn) ?? [];
    const { unit, tracks } = await server.read(`/api/trace/units/${encodeURIComponent(sn)}`);
    const valid = (tracks as Track[]).filter(({ undoneAt }) => undoneAt === null);
    for (const visit of expected) {
      const found = valid.filter(
        (track) => track.stepNo === visit.stepNo && track.attempt >= visit.attempt,
      );
      const [track] = found;
      if (
        found.length === 1 &&
        track?.out &&
        track.result === visit.result &&
        track.source === visit.source
      )
        traced++;
      else
        say(
          `${sn}: ${found.length} visits at step ${visit.stepNo}, expected one, ${visit.result} by ${visit.source}${track ? `; found ${track.result ?? "open"} by ${track.source}` : ""}`,
        );
    }
    const state = expectedState({ end, isSeen: expected.length > 0 });
    if (state && unit.state !== state) say(`${sn} is ${unit.state}, expected ${state}`);
    const last = line.steps.at(-1)?.stepNo;
    if (end === "PASSED" && unit.stepNo !== last) say(`${sn} ended at step ${unit.stepNo}`);
  }
  return traced;
}

interface Track {
  readonly stepNo: number;
  readonly attempt: number;
  readonly source: string;
  readonly result: string | null;
  readonly out: object | null;
  readonly undoneAt: string | null;
}

function expectedState({ end, isSeen }: { end: string; isSeen: boolean }): string | null {
  if (end === "PASSED") return "DONE";
  return end === "FAILED" && isSeen ? "OUT_FAILED" : null;
}

interface Accounting {
  readonly ledger: Ledger;
  readonly events: Map<string, EventRow[]>;
  readonly say: Say;
}

/** How often a fault was made, and how often the server did with it what it must. */
function account(fault: FaultKind, { ledger, events, say }: Accounting): FaultAccount {
  const all = ledger.messages.filter(
    (message) => message.fault === fault && message.expects === "DONE",
  );
  const unmet = all.filter((message) => {
    const rows = events.get(keyOf(message.source, message.id)) ?? [];
    return !isMet[fault](message, rows);
  });
  for (const { what, sns, flag, answers } of unmet) {
    const heard = answers.map(({ verdict }) => verdict).join(", ");
    const wanted = flag ? `, without the remark ${flag}` : "";
    say(`${fault}: ${what} for ${sns.join(", ")} was answered ${heard}${wanted}`);
  }
  return { fault, injected: all.length, accounted: all.length - unmet.length };
}

const isOnce = (rows: EventRow[]) =>
  rows.length === 1 && (rows[0]?.state === "EXECUTED" || rows[0]?.state === "STORED");

/** What a fault must have come to: one event, carried out once, and what else the fault asks for. */
const isMet: Record<FaultKind, (message: Message, rows: EventRow[]) => boolean> = {
  duplicates: ({ times, door, answers }, rows) =>
    isOnce(rows) &&
    times > 1 &&
    (door === "amqp" || answers.slice(1).every(({ verdict }) => verdict === "duplicate")),
  reorder: (_, rows) => isOnce(rows),
  loss: (_, rows) => isOnce(rows),
  malformed: (_, rows) => isOnce(rows),
  skew: ({ flag }, rows) => isOnce(rows) && rows[0]?.flags.includes(flag ?? "") === true,
  burst: ({ answers }, rows) =>
    isOnce(rows) && answers.some(({ verdict }) => verdict !== "rejected"),
};
