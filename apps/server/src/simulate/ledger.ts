import type { IngestVerdict } from "@lineside/domain/ingest";
import type { DoorKind, FaultKind } from "./options.ts";

/** What became of one sending of a message. */
export interface Answered {
  readonly verdict: IngestVerdict;
  readonly status: number;
  readonly code: string | null;
  readonly eventId: string | null;
}

/** One message of a machine, with everything the server ever said about it. */
export interface Message {
  /** What the server files it under: dedupe key or UniqueID. */
  readonly id: string;
  readonly source: string;
  readonly door: DoorKind;
  readonly text: string;
  /** For people: what it says, and where. */
  readonly what: string;
  readonly sns: readonly string[];
  /**
   * DONE: executed or stored. REJECTED: taken and refused. NOTHING: not even taken. HEARD: a
   * heartbeat, of which only what is new is kept.
   */
  readonly expects: "DONE" | "REJECTED" | "NOTHING" | "HEARD";
  /** The fault it meets, if any; cleared where that fault cannot happen to it. */
  fault: FaultKind | null;
  /** What the server should remark. */
  readonly flag: string | null;
  /** In the order they were heard; an answer that was lost is not among them. */
  readonly answers: Answered[];
  times: number;
}

/** A visit the server must have traced, closed, exactly once. */
export interface ExpectedVisit {
  readonly sn: string;
  readonly stepNo: number;
  /** The how-manieth visit at this step that was not undone. */
  readonly attempt: number;
  readonly result: "PASS" | "FAIL";
  readonly source: "MANUAL" | "AUTO" | "BATCH" | "TEST";
}

export type BoardEnd = "PASSED" | "FAILED" | "STOPPED" | "LEFT";

export interface BoardOutcome {
  readonly sn: string;
  /**
   * PASSED: through the last step. FAILED: waits for people. STOPPED: refused where it should not
   * have been. LEFT: the simulation ended before it did, or it waits for people on its way.
   */
  readonly end: BoardEnd;
  readonly why: string | null;
}

/** Everything that was done, to be compared with what the server knows. */
export class Ledger {
  readonly messages: Message[] = [];
  readonly visits: ExpectedVisit[] = [];
  readonly boards: BoardOutcome[] = [];
  /** Verdicts as answered, repeats too. */
  readonly verdicts: Record<IngestVerdict, number> = {
    accepted: 0,
    duplicate: 0,
    parked: 0,
    rejected: 0,
  };
  scans = 0;
  questions = 0;
  arrays = 0;

  hear(message: Message, answered: Answered): void {
    message.answers.push(answered);
    this.verdicts[answered.verdict]++;
  }
}
