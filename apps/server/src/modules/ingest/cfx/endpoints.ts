import { endpointCreate, endpointPatch, endpointSaved, endpointStates } from "@lineside/domain/cfx";
import { refusalError, unwrap } from "@lineside/domain/kernel";
import { z } from "zod";
import { type CommandContext, defineCommand } from "../../../platform/command.ts";
import { differences } from "../../../platform/differences.ts";
import { wake } from "../../../platform/jobs/queue.ts";
import { refuseStale, saveVersioned } from "../../../platform/versioned.ts";
import { stationByCode, stationById } from "../../plant/index.ts";
import { endpointSubject } from "./endpoint-event.ts";
import { type EndpointRow, insertEndpoint, lockEndpoint } from "./endpoint-store.ts";

/** A machine entered before it was heard: OFFLINE at its station until then. */
export const createEndpoint = defineCommand({
  name: "ingestEndpoint.register",
  permission: "ingest:config",
  scope: "line",
  input: endpointCreate,
  output: endpointSaved,
  async run(cx, { handle, stationCode, heartbeatSeconds }) {
    const id = cx.newId();
    cx.about(endpointSubject({ id, handle }));
    const place = await placeOf(cx, stationCode);
    const state = place.stationId === null ? "NEW" : "OFFLINE";
    const { now } = cx;
    const isNew = await insertEndpoint(cx.tx, {
      ...{ id, handle, state, heartbeatSeconds, stationId: place.stationId },
      ...{ firstSeenAt: now, lastSeenAt: now, updatedAt: now },
    });
    if (!isNew) throw refusalError({ code: "ENDPOINT_HANDLE_DUPLICATE", context: { handle } });
    cx.emit({
      ...endpointSubject({ id, handle, ...place }),
      type: "ingestEndpoint.registered",
      data: { after: { handle, stationCode, heartbeatSeconds, state } },
    });
    return { id, handle, state, version: 1, woken: 0 };
  },
});

/** Says where an endpoint stands, or that it does not matter; what waited for that goes on. */
export const patchEndpoint = defineCommand({
  name: "ingestEndpoint.change",
  permission: "ingest:config",
  scope: "line",
  input: endpointPatch.extend({ id: z.string().max(64) }),
  output: endpointSaved,
  async run(cx, asked) {
    const { id, version, heartbeatSeconds, isIgnored, reason = null } = asked;
    const row = await open(cx, id);
    refuseStale(row, version);
    const { handle } = row;
    const was = row.stationId === null ? null : await stationById(cx.tx, row.stationId);
    const code = asked.stationCode === undefined ? (was?.code ?? null) : asked.stationCode;
    const wanted = isIgnored === true ? null : code;
    const place = await placeOf(cx, wanted);
    const state = nextState(row, { stationId: place.stationId, isIgnored });
    const before = { ...row, stationCode: was?.code ?? null };
    const keyName = asked.isKeyForgotten ? null : row.keyName;
    const changed = differences(before, { state, heartbeatSeconds, stationCode: wanted, keyName });
    if (Object.keys(changed.after).length === 0)
      return { id, handle, state: row.state as typeof state, version, woken: 0 };
    const saved = await saveVersioned(
      cx.tx,
      { table: "ingest_endpoint", id, version },
      {
        ...{ state, stationId: place.stationId, updatedAt: cx.now },
        ...(heartbeatSeconds === undefined ? {} : { heartbeatSeconds }),
        ...(state === "SILENT" ? {} : { silentSince: null }),
        ...(asked.isKeyForgotten ? { keyId: null, keyName, rivalName: null, rivalAt: null } : {}),
      },
    );
    cx.emit({
      ...endpointSubject({ ...row, ...place }),
      type: "ingestEndpoint.changed",
      data: { ...changed, ...(reason === null ? {} : { reason }) },
    });
    const woken = await wake(cx.tx, `endpoint:${handle}`, cx.now);
    return { id, handle, state, version: saved, woken };
  },
});

async function open(cx: CommandContext, id: string): Promise<EndpointRow> {
  const row = await lockEndpoint(cx.tx, id);
  if (!row) throw refusalError({ code: "ENDPOINT_NOT_FOUND", context: { id } });
  cx.about(endpointSubject(row));
  if (row.stationId !== null) {
    const station = await stationById(cx.tx, row.stationId);
    cx.requireScope({ lineId: station?.lineId ?? null, stationId: row.stationId });
  }
  return row;
}

/** The station it stands at, on a line of the actor; without one it belongs to the whole plant. */
async function placeOf(cx: CommandContext, stationCode: string | null) {
  if (stationCode === null) {
    cx.requireScope({});
    return { stationId: null, lineId: null };
  }
  const station = await stationByCode(cx.tx, stationCode);
  if (!station) throw refusalError({ code: "STATION_NOT_FOUND", context: { stationCode } });
  cx.requireScope({ lineId: station.lineId, stationId: station.id });
  return { stationId: station.id, lineId: station.lineId };
}

function nextState(
  row: EndpointRow,
  { stationId, isIgnored }: { stationId: string | null; isIgnored: boolean | undefined },
) {
  if (isIgnored === true)
    return row.state === "IGNORED"
      ? ("IGNORED" as const)
      : unwrap(endpointStates.next(row.state, "ignore"));
  const isHeeded = row.state === "IGNORED" && (isIgnored === false || stationId !== null);
  const state = isHeeded ? unwrap(endpointStates.next(row.state, "heed")) : row.state;
  if (stationId === null)
    return state === "NEW" || state === "IGNORED"
      ? (state as "NEW" | "IGNORED")
      : unwrap(endpointStates.next(state, "unassign"));
  // Never heard but entered by hand, or heard a moment ago: the next silence is noticed anyway.
  return state === "NEW"
    ? unwrap(endpointStates.next(state, "assign"))
    : (state as "ONLINE" | "SILENT" | "OFFLINE");
}
