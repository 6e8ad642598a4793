import { refusalError } from "@lineside/domain/kernel";
import { z } from "zod";
import { defineAction } from "../../platform/action.ts";
import { requireActor, requireScope } from "../../platform/actor.ts";
import { archivedText } from "./archive.ts";
import { eventParam, textOfEvent } from "./event-detail-queries.ts";

/** The text of an event exactly as it came, from the database or from the archive. */
export const downloadRaw = defineAction({
  name: "ingest.downloadRaw",
  permission: "ingest:read",
  input: z.object(eventParam.shape),
  async run({ platform, caller }, { id }) {
    const actor = requireActor(caller, "ingest:read");
    const found = await textOfEvent(platform.db, id);
    if (!found) throw refusalError({ code: "INGEST_EVENT_NOT_FOUND", context: { id } });
    const { lineId, stationId } = found;
    if (lineId !== null) requireScope(actor, "ingest:read", { lineId, stationId });
    const text = found.body ?? (await archivedText(platform, id));
    if (text === null) throw refusalError({ code: "INGEST_RAW_GONE", context: { id } });
    return new Response(text, {
      headers: {
        // A machine's text is saved, never shown as a page of ours.
        "content-type": "application/octet-stream",
        "content-disposition": `attachment; filename="event-${id.replace(/[^\w-]/g, "_")}.json"`,
        "cache-control": "private, no-store",
      },
    });
  },
});
