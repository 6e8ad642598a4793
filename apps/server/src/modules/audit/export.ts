import { createHash } from "node:crypto";
import {
  auditExportQuery,
  csvBom,
  csvLine,
  type ExportFormat,
  type ExportManifest,
} from "@lineside/domain/audit";
import { z } from "zod";
import { type ActionContext, defineAction } from "../../platform/action.ts";
import { defineCommand, execute } from "../../platform/command.ts";
import { archivedRowsOf, type ExportedRow, exportPage, newestEventId } from "./export-queries.ts";
import { lastSeal } from "./seal-store.ts";

/** Rows read at once; the next ones only when these have been taken. */
const pageRows = 500;

const subject = (id: string) => ({
  entityType: "auditExport",
  entityId: id,
  entityKey: id.slice(-8),
});

const zTold = z.object({ id: z.string(), data: z.record(z.string(), z.unknown()) });

/** Who takes the trail out of the house is part of it before the first byte leaves. */
const noteStart = defineCommand({
  name: "audit.export",
  permission: "audit:export",
  scope: "none",
  input: auditExportQuery,
  async run(cx, { format, ...filter }) {
    const id = cx.newId();
    cx.about(subject(id));
    cx.emit({ ...subject(id), type: "audit.exportStarted", data: { format, filter } });
    return { id, startedAt: cx.now };
  },
});

const noteEnd = defineCommand({
  name: "audit.export",
  permission: "audit:export",
  scope: "none",
  input: zTold,
  async run(cx, { id, data }) {
    cx.emit({ ...subject(id), type: "audit.exported", data });
  },
});

const noteStop = defineCommand({
  name: "audit.export",
  permission: "audit:export",
  scope: "none",
  input: zTold,
  async run(cx, { id, data }) {
    cx.emit({ ...subject(id), type: "audit.exportStopped", data });
  },
});

const mediaTypes = {
  csv: "text/csv; charset=utf-8",
  ndjson: "application/x-ndjson; charset=utf-8",
} as const satisfies Record<ExportFormat, string>;

/**
 * The trail as a file, oldest first, streamed: never more than a page of it is in memory. NDJSON ends
 * with the manifest as a line of its own; that of a CSV file is told by the address in its header
 * `link`, where it is found as soon as the last byte was sent.
 */
export const exportEvents = defineAction({
  name: "audit.exportEvents",
  permission: "audit:export",
  input: auditExportQuery,
  async run({ platform, request, caller: by }, input) {
    const { db } = platform;
    // A key stands for one command; an export has two.
    const caller = { ...by, idempotencyKey: null };
    const ax = { platform, request, caller };
    // What happens from now on, this export among it, is not in it.
    const upTo = await newestEventId(db);
    const { value } = await execute(platform, noteStart, { input, caller });
    const { id, startedAt } = value;
    const writer = new ExportWriter(ax, { id, startedAt, upTo, input });
    const stamp = startedAt.slice(0, 19).replaceAll(/[-:]/g, "");
    return new Response(streamOf(writer), {
      headers: {
        "content-type": mediaTypes[input.format],
        "content-disposition": `attachment; filename="audit-${stamp}.${input.format}"`,
        "cache-control": "no-store",
        "x-export-id": id,
        link: `</api/audit-logs/exports/${id}/manifest>; rel="describedby"`,
      },
    });
  },
});

/** Reads when the receiver has room, and no sooner. */
function streamOf(writer: ExportWriter): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const chunk = await writer.next();
          if (chunk) controller.enqueue(chunk);
          else controller.close();
        } catch (error) {
          await writer.stop();
          controller.error(error);
        }
      },
      cancel: () => writer.stop(),
    },
    { highWaterMark: 1 },
  );
}

interface Asked {
  id: string;
  startedAt: string;
  /** The newest event when it was asked for. */
  upTo: string;
  input: z.output<typeof auditExportQuery>;
}

class ExportWriter {
  readonly #hash = createHash("sha256");
  #bytes = 0;
  #count = 0;
  #first: ExportManifest["first"] = null;
  #last: ExportManifest["last"] = null;
  #state: "head" | "rows" | "over" = "head";

  constructor(
    readonly ax: ActionContext,
    readonly asked: Asked,
  ) {}

  /** The next bytes; null: that was all, and it is in the trail. */
  async next(): Promise<Uint8Array | null> {
    if (this.#state === "over") return null;
    const { input, upTo } = this.asked;
    const isCsv = input.format === "csv";
    if (this.#state === "head") {
      this.#state = "rows";
      if (isCsv) return this.#hashed(csvBom + csvLine(csvColumns));
    }
    const { format: _, ...filter } = input;
    const page = { after: this.#last?.id ?? "", upTo, limit: pageRows };
    const rows = await exportPage(this.ax.platform.db, filter, page);
    if (rows.length > 0) {
      this.#note(rows);
      return this.#hashed(rows.map(isCsv ? csvRow : jsonRow).join(""));
    }
    this.#state = "over";
    const manifest = await this.#end();
    return isCsv ? null : encoder.encode(`${JSON.stringify({ manifest })}\n`);
  }

  #note(rows: readonly ExportedRow[]): void {
    const [first, last] = [rows[0], rows.at(-1)];
    if (first) this.#first ??= { id: first.id, recordedAt: first.recordedAt };
    if (last) this.#last = { id: last.id, recordedAt: last.recordedAt };
    this.#count += rows.length;
  }

  #hashed(text: string): Uint8Array {
    const bytes = encoder.encode(text);
    this.#hash.update(bytes);
    this.#bytes += bytes.byteLength;
    return bytes;
  }

  async #end(): Promise<ExportManifest> {
    const { platform, caller } = this.ax;
    const { id, startedAt, input } = this.asked;
    const { format, ...filter } = input;
    const head = await lastSeal(platform.db.read);
    const manifest: ExportManifest = {
      ...{ exportId: id, format, filter, count: this.#count },
      ...{ first: this.#first, last: this.#last, bytes: this.#bytes },
      sha256: this.#hash.digest("hex"),
      ...{ startedAt, byName: caller.actor?.name ?? "" },
      head: head && { seq: head.seq, hash: head.hash },
      archivedRows: await archivedRowsOf(platform.db, input),
    };
    await execute(platform, noteEnd, { input: { id, data: { manifest } }, caller });
    return manifest;
  }

  /** The receiver went away: how much it has is told. */
  async stop(): Promise<void> {
    if (this.#state === "over") return;
    this.#state = "over";
    const { platform, caller } = this.ax;
    const data = { count: this.#count, last: this.#last };
    await execute(platform, noteStop, { input: { id: this.asked.id, data }, caller });
  }
}

const encoder = new TextEncoder();

/** Fixed: a file of next year has the same columns in the same places. */
const csvColumns = [
  ...["id", "recordedAt", "occurredAt", "actorKind", "actorId", "actorName", "type", "outcome"],
  ...["code", "entityType", "entityKey", "entityId", "line", "station", "run", "workOrder"],
  ...["requestId", "ip", "reason", "before", "after", "data"],
] as const;

function csvRow(row: ExportedRow): string {
  const { before, after, reason, ...others } = row.data as Record<string, unknown>;
  return csvLine([
    ...[row.id, row.recordedAt, row.occurredAt, row.actorKind, row.actorId, row.actorName],
    ...[row.type, row.outcome, row.code, row.entityType, row.entityKey, row.entityId],
    ...[row.lineCode, row.stationCode, row.runNo, row.woNo, row.requestId, row.ip],
    ...[reason, before, after],
    Object.keys(others).length > 0 ? others : null,
  ]);
}

const jsonRow = (row: ExportedRow) => `${JSON.stringify(row)}\n`;
