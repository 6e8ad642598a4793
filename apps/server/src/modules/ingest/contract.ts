import type { IngestEffect } from "@lineside/domain/ingest";
import type { ErrorContext, Instant } from "@lineside/domain/kernel";
import type { UnitContext } from "../../platform/subscribers.ts";
import type { EventRow } from "./event-store.ts";

/** An event to execute: its row, and its text as JSON. */
export interface StoredEvent extends EventRow {
  readonly value: unknown;
}

/** What carries out one event; what it writes is undone alone when it refuses. */
export interface IngestContext extends UnitContext {
  readonly event: StoredEvent;
  /** Whom visits and defects name: the source system, or the operator a machine named. */
  readonly by: { readonly id: string | null; readonly name: string };
  /** Says where the event belongs, as soon as that is known: also what is refused is filed there. */
  about(where: Whereabouts): void;
}

export interface UnitLink {
  readonly unitId: string;
  readonly trackId?: string | null;
  readonly carrierTrackId?: string | null;
  readonly effect: IngestEffect;
  readonly result?: string | null;
}

/** What an event did, for its row. STORED: it is kept and linked, and moved nothing. */
export interface Executed {
  readonly state: "EXECUTED" | "STORED";
  readonly runNo?: string | null;
  readonly runId?: string | null;
  readonly stationCode?: string | null;
  readonly stationId?: string | null;
  readonly lineId?: string | null;
  readonly carrierNo?: string | null;
  readonly sn?: string | null;
  readonly result?: string | null;
  readonly testResultId?: string | null;
  /** When it happened, where the text says so better than the envelope. */
  readonly occurredAt?: Instant;
  readonly flags?: readonly string[];
  readonly reading?: object | null;
  readonly links: readonly UnitLink[];
}

/** Throws AppError: refused; EarlyEvent: it waits. */
export type Executor = (cx: IngestContext, event: StoredEvent) => Promise<Executed>;

/** What is known of where an event belongs, although it was not carried out. */
export type Whereabouts = Partial<
  Pick<Executed, "runNo" | "runId" | "stationCode" | "stationId" | "lineId" | "sn" | "carrierNo">
>;

/** It came before what it needs: kept, and carried out as soon as that is there. */
export class EarlyEvent extends Error {
  override readonly name = "EarlyEvent";

  constructor(
    readonly code: string,
    readonly context: ErrorContext,
    /** unit:<sn>, run:<runNo>, transaction:<source>|<id>, endpoint:<handle>, carrier:<no> */
    readonly waitKey: string,
  ) {
    super(code);
  }
}
