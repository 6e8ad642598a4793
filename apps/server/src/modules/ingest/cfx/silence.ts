import { seenEverySeconds, silentAfterBeats } from "@lineside/domain/cfx";
import { addMs } from "@lineside/domain/kernel";
import { defineCron, type JobContext } from "../../../platform/jobs/job.ts";
import { notify } from "../../notification/index.ts";
import { endpointSubject } from "./endpoint-event.ts";
import { quietEndpoints, updateEndpoint } from "./endpoint-store.ts";

/** Nobody beats more than once a second. */
const soonestMs = (silentAfterBeats + seenEverySeconds) * 1000;

/** Every minute: whoever was not heard for three of its heartbeats is silent, and somebody is told. */
export const silenceCron = defineCron({
  name: "ingestEndpoint.listen",
  pattern: "* * * * *",
  run: silenceEndpoints,
});

export async function silenceEndpoints(jx: JobContext): Promise<{ silent: number }> {
  let silent = 0;
  for (const endpoint of await quietEndpoints(jx.tx, addMs(jx.now, -soonestMs))) {
    // It may have been heard up to ten seconds after it was written down.
    const seconds = endpoint.heartbeatSeconds * silentAfterBeats + seenEverySeconds;
    if (addMs(endpoint.lastSeenAt, seconds * 1000) >= jx.now) continue;
    await fallSilent(jx, endpoint);
    silent++;
  }
  return { silent };
}

async function fallSilent(
  jx: JobContext,
  endpoint: Awaited<ReturnType<typeof quietEndpoints>>[number],
): Promise<void> {
  const { id, handle, stationCode, lineId, lastSeenAt, heartbeatSeconds } = endpoint;
  const change = { state: "SILENT", silentSince: lastSeenAt, updatedAt: jx.now };
  await updateEndpoint(jx.tx, id, change);
  const data = { stationCode, lastSeenAt, heartbeatSeconds };
  jx.emit({ ...endpointSubject(endpoint), type: "ingestEndpoint.silenced", data });
  await notify(jx, {
    topic: "endpoint.silent",
    severity: "WARNING",
    code: "ENDPOINT_SILENT",
    context: { handle, ...data },
    entityType: "ingestEndpoint",
    entityKey: id,
    lineId,
    uniqueKey: `endpoint.silent:${id}:${lastSeenAt}`,
    to: [
      { permission: "ingest:operate", lineId },
      { permission: "equipment:status", lineId },
    ],
  });
}
