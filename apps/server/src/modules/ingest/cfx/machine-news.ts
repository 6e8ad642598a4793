import type { RowChange } from "@lineside/db";
import {
  cfxNames,
  endpointNewsOf,
  endpointStates,
  faultEndOf,
  faultOf,
  operatorOf,
  recipeOf,
  recipeText,
  stateChangeOf,
} from "@lineside/domain/cfx";
import { readMachineTime } from "@lineside/domain/ingest";
import type { Instant } from "@lineside/domain/kernel";
import {
  countOpenFaults,
  endMachineFault,
  type MachinePlace,
  recordMachineFault,
  recordMachineState,
} from "../../equipment/index.ts";
import type { Executed } from "../contract.ts";
import { endpointSubject } from "./endpoint-event.ts";
import { type Endpoint, insertEndpoint, lockEndpoints, updateEndpoint } from "./endpoint-store.ts";
import { bodyInvalid, stored, type Work } from "./work.ts";

const placeOf = ({ endpoint, envelope, event }: Work): MachinePlace => ({
  ...{ stationId: endpoint.stationId, stationCode: endpoint.stationCode, lineId: endpoint.lineId },
  ...{ source: envelope.source, eventId: event.id },
});

/** When it happened; a clock that is ahead of ours is not believed. */
function happened({ cx, event }: Work): Instant {
  if (event.occurredAt > cx.now) return cx.now;
  return event.occurredAt;
}

/** StationStateChanged: what the machine does now. */
export async function takeState(work: Work): Promise<Executed> {
  const change = stateChangeOf(work.envelope);
  if (!change) throw bodyInvalid("NewState", "unknown", work.envelope.body.NewState);
  const done = await recordMachineState(work.cx, placeOf(work), { ...change, at: happened(work) });
  const { state, category, faultCode } = change;
  return { state: "EXECUTED", links: [], reading: { state, category, faultCode, done } };
}

/** FaultOccurred, FaultAcknowledged, FaultCleared: paired by the occurrence's id. */
export async function takeFault(work: Work): Promise<Executed> {
  const { cx, envelope, endpoint } = work;
  const place = placeOf(work);
  const at = happened(work);
  let reading: object;
  if (envelope.messageName === cfxNames.faultOccurred) {
    const fault = faultOf(envelope);
    if (!fault) throw bodyInvalid("FaultOccurrenceId", "missing");
    const { occurredAt, ...news } = fault;
    const told = occurredAt === null ? null : readMachineTime(occurredAt, cx.timezone);
    await recordMachineFault(cx, place, { ...news, at: told && told.at <= cx.now ? told.at : at });
    reading = news;
  } else {
    const ended = faultEndOf(envelope);
    if (!ended) throw bodyInvalid("FaultOccurrenceId", "missing");
    const end = envelope.messageName === cfxNames.faultCleared ? "CLEARED" : "ACKNOWLEDGED";
    await endMachineFault(cx, place, { ...ended, at, end });
    reading = { ...ended, end };
  }
  const activeFaults = await countOpenFaults(cx, envelope.source);
  await updateEndpoint(cx.tx, endpoint.id, { activeFaults });
  return { state: "EXECUTED", links: [], reading };
}

export type EndpointWork = Omit<Work, "endpoint"> & { readonly endpoint: Endpoint | null };

/** RecipeActivated and RecipeModified: the program the machine runs from now on. */
export async function takeRecipe(work: EndpointWork): Promise<Executed> {
  const recipe = recipeOf(work.envelope.body);
  if (!recipe) throw bodyInvalid("RecipeName", "missing");
  const activeRecipe = recipeText(recipe);
  const activeRecipeAt = work.event.occurredAt;
  await change(work, { activeRecipe, activeRecipeAt });
  return { state: "EXECUTED", links: [], reading: { recipe: activeRecipe } };
}

/** OperatorActivated and OperatorDeactivated: whom the machine's visits name. */
export async function takeOperator(work: EndpointWork): Promise<Executed> {
  const operator = operatorOf(work.envelope.body);
  if (!operator) throw bodyInvalid("Operator", "missing");
  const isOn = work.envelope.messageName === cfxNames.operatorActivated;
  await change(work, {
    operatorIdentifier: isOn ? (operator.identifier?.slice(0, 120) ?? null) : null,
    operatorName: isOn ? operator.name : null,
  });
  return { state: "EXECUTED", links: [], reading: { operator: operator.name, isOn } };
}

const left: ReadonlySet<string> = new Set([cfxNames.endpointShuttingDown, cfxNames.stationOffline]);

/** EndpointConnected, Heartbeat and goodbyes: whether it is there, and how often it will be heard. */
export async function takeEndpoint(work: EndpointWork): Promise<Executed> {
  const { cx, envelope, event } = work;
  const news = endpointNewsOf(envelope);
  const { heartbeatSeconds, networkUri, targetAddress, activeFaults } = news;
  const isConnected = envelope.messageName === cfxNames.endpointConnected;
  const row = await change(work, {
    ...(heartbeatSeconds === null ? {} : { heartbeatSeconds }),
    ...(networkUri === null ? {} : { networkUri }),
    ...(targetAddress === null ? {} : { targetAddress }),
    ...(activeFaults === null ? {} : { activeFaults }),
    ...(isConnected ? { connectedAt: event.occurredAt } : {}),
  });
  const goes = left.has(envelope.messageName) ? endpointStates.next(row.state, "leave") : null;
  if (goes?.ok) {
    await updateEndpoint(cx.tx, row.id, { state: goes.value, silentSince: null });
    cx.emit({
      ...endpointSubject(row),
      type: "ingestEndpoint.left",
      occurredAt: event.occurredAt,
      data: { before: { state: row.state }, after: { state: goes.value } },
    });
  }
  return { state: "EXECUTED", links: [], reading: { heartbeatSeconds } };
}

/** The endpoint's row, made if it was never heard, with what the message says of it. */
async function change({ cx, envelope, event }: EndpointWork, news: RowChange<"ingest_endpoint">) {
  const handle = envelope.source;
  const { now } = cx;
  const isNew = await insertEndpoint(cx.tx, {
    ...{ id: cx.newId(), handle, state: "NEW" },
    ...{ firstSeenAt: event.receivedAt, lastSeenAt: event.receivedAt, updatedAt: now },
  });
  const [row] = await lockEndpoints(cx.tx, [handle]);
  if (!row) throw bodyInvalid("Source", "unknown", handle);
  if (isNew)
    cx.emit({
      ...endpointSubject(row),
      type: "ingestEndpoint.appeared",
      data: { at: event.receivedAt },
    });
  if (Object.keys(news).length > 0)
    await updateEndpoint(cx.tx, row.id, { ...news, updatedAt: now });
  return row;
}

export const ignored = (): Executed => stored({ reading: { isIgnored: true } });
