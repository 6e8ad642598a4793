import type { Tx } from "@lineside/db";
import type { HistoryEntry } from "@lineside/domain/form";
import type { CommandContext } from "../../platform/command.ts";
import type { DomainEvent } from "../../platform/events.ts";
import { lineById } from "../plant/index.ts";
import type { Place } from "./facts.ts";
import { lockRecord, runPlace, type StoredRecord } from "./store.ts";

type Head = Pick<StoredRecord, "id" | "formCode" | "lineId" | "runId" | "subjectKey">;

/** People know a record by its form and what it is about. */
export function subjectOf({ id, formCode, lineId, runId, subjectKey }: Head) {
  const entityKey = subjectKey === null ? formCode : `${formCode} ${subjectKey}`;
  return { entityType: "formRecord", entityId: id, entityKey, lineId, runId };
}

/**
 * A record of a line is its people's. One that belongs to no line (a fridge, a lot baked ahead, a
 * tool on the shelf) is filled and confirmed by whoever may do that anywhere.
 */
export function requireLine(cx: Pick<CommandContext, "requireScope">, lineId: string | null): void {
  if (lineId !== null) cx.requireScope({ lineId });
}

/** The record, locked; the refusals that follow are filed under it. */
export async function enterRecord(
  cx: Pick<CommandContext, "tx" | "about" | "requireScope">,
  id: string,
): Promise<StoredRecord> {
  const record = await lockRecord(cx.tx, id);
  cx.about(subjectOf(record));
  requireLine(cx, record.lineId);
  return record;
}

/** What a stored record is about, resolved again. */
export async function placeOf(tx: Tx, record: StoredRecord): Promise<Place> {
  const run = record.runId === null ? null : await runPlace(tx, "r.id", record.runId);
  const line = record.lineId === null ? null : await lineById(tx, record.lineId);
  const { lineId, subjectKey, productCode } = record;
  return { run, lineId, lineCode: line?.code ?? null, subjectKey, productCode };
}

/** One line of a record's history: who did what when, and how it was before. */
export function entry(
  { now, actor }: Pick<CommandContext, "now" | "actor">,
  action: HistoryEntry["action"],
  before: {
    values?: StoredRecord["values"];
    judgement?: StoredRecord["judgement"];
    reason?: string | null;
  } = {},
): HistoryEntry {
  return {
    at: now,
    byId: actor.id,
    byName: actor.name,
    action,
    reason: null,
    values: before.values ?? null,
    judgement: before.judgement ?? null,
  };
}

/** Everyone who wrote values into the record. */
export function writersOf(record: Pick<StoredRecord, "filledById" | "history">): (string | null)[] {
  const writing: readonly HistoryEntry["action"][] = ["OPENED", "SUBMITTED", "CORRECTED"];
  const writers = record.history.filter(({ action }) => writing.includes(action));
  return [record.filledById, ...writers.map(({ byId }) => byId)];
}

export function recordEvent(record: StoredRecord, type: string, data: object): DomainEvent {
  const { formCode, formRevision, judgement, state, findings, productCode } = record;
  const found = findings.map(({ field, code }) => ({ field, code }));
  return {
    ...subjectOf(record),
    type,
    occurredAt: record.occurredAt,
    data: { formCode, formRevision, state, judgement, findings: found, ...data },
    heard: { formCode, judgement, state, productCode, subjectKey: record.subjectKey },
  };
}
