import type { ItemAnswer } from "@lineside/domain/ingest";
import type { NewEvent } from "./event-store.ts";

/** An item as its door read it. */
export interface IncomingItem {
  readonly event: NewEvent;
  /** The text as it came. */
  readonly body: string;
  /** The same as JSON. */
  readonly value: unknown;
  /** What two events under one key are compared by. */
  contentOf(stored: unknown): unknown;
  /** What it is about, as far as it is known before it is carried out. */
  turns(): string[];
}

/** What its sender hears of it. */
export type Answered = Omit<ItemAnswer, "index">;
