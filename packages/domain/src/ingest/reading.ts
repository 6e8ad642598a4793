import type { Instant } from "../kernel/index.ts";
import type { IngestFlag } from "./kinds.ts";

export type MachineResult = "PASS" | "FAIL";

/** One measurement of an event: what the machine wrote, and what it is in our terms. */
export interface ReadMeasurement {
  /** The machine's name. */
  readonly name: string;
  /** The capture item it is; null: nothing at this step asks for it. */
  readonly code: string | null;
  /** As written. */
  readonly raw: number | string | boolean | null;
  readonly unit: string | null;
  /** In the capture item's unit; as written when it is no item's. */
  readonly value: number | string | boolean | null;
  readonly senderJudge: MachineResult | null;
  /** Ours, against the frozen limits; NA: nothing to judge. */
  readonly judgement: MachineResult | "NA";
  /** The unit of a batch it was measured on; absent: of the event as a whole. */
  readonly sn?: string;
}

export interface ReadDefect {
  readonly code: string;
  readonly location: string | null;
  readonly remark: string | null;
}

export interface ReadCapture {
  readonly code: string;
  readonly value: number | string | boolean;
}

export interface ReadUnit {
  readonly sn: string;
  readonly result: MachineResult;
  /** What was measured on it, and of the event what was not. */
  readonly captures: ReadCapture[];
  /** Its own, else the event's. */
  readonly defects: ReadDefect[];
}

/** What an event says, in the words of the step it belongs to. */
export interface Reading {
  /** One, or those of a batch in the sender's order; each once. */
  readonly sns: string[];
  readonly carrierNo: string | null;
  readonly stationCode: string | null;
  readonly lineCode: string | null;
  readonly occurredAt: Instant;
  /** Of a PARTIAL batch without a result of its own: PASS when every unit passed. */
  readonly result: MachineResult;
  readonly testResultId: string | null;
  /** Every unit with its result, in the order of `sns`. */
  readonly units: ReadUnit[];
  /** Those of the event, then those of each unit. */
  readonly measurements: ReadMeasurement[];
  /** What the track-out captures: measurements of the event with an item and a value. */
  readonly captures: ReadCapture[];
  readonly defects: ReadDefect[];
  readonly flags: IngestFlag[];
  /** Names of measurements that are no capture item of the step, each once. */
  readonly unmapped: string[];
}

/** An event as it is read; paths begin here. */
export interface EventToRead {
  readonly payload: unknown;
  readonly meta?: unknown;
  /** As sent; when absent the mapping's path tells, else the event happened as it was received. */
  readonly occurredAt?: string | null;
  readonly receivedAt: Instant;
  /** The plant's, for times without a zone. */
  readonly timezone: string;
  /** What lies on the carrier of a batch that lists no units: the batch is what is loaded. */
  readonly loaded?: readonly string[] | null;
  readonly runNo?: string | null;
  readonly sourceSystem?: string;
  readonly eventType?: string;
  readonly dedupeKey?: string;
}
