import {
  type CfxAct,
  knownMessage,
  needsStation,
  readEnvelope,
  type StationAct,
} from "@lineside/domain/cfx";
import { refusalError, unwrap } from "@lineside/domain/kernel";
import { EarlyEvent, type Executed, type Executor, type IngestContext } from "../contract.ts";
import { completeWork } from "./complete-work.ts";
import { type Endpoint, findEndpoint } from "./endpoint-store.ts";
import {
  type EndpointWork,
  ignored,
  takeEndpoint,
  takeFault,
  takeOperator,
  takeRecipe,
  takeState,
} from "./machine-news.ts";
import { takeResults } from "./results.ts";
import { startWork } from "./start-work.ts";
import { disqualifyUnits, takeEvidence, takePresence, takeStage } from "./units-messages.ts";
import { type Placed, stored, type Work } from "./work.ts";

/**
 * One CFX message. What nobody told us about is kept and counted, never refused; what acts on boards
 * or machines needs to know where its sender stands.
 */
export const executeCfx: Executor = async (cx, event) => {
  const envelope = unwrap(readEnvelope(event.value));
  const act = knownMessage(envelope.messageName)?.act;
  if (act === undefined) return stored();
  const endpoint = await findEndpoint(cx.tx, envelope.source);
  if (endpoint?.state === "IGNORED") return ignored();
  const work = { cx, event, envelope, endpoint };
  if (endpoint?.stationId) placed(cx, endpoint as Placed);
  // What another key says is done where it may be done; it says nothing about the machine itself.
  const isOther = endpoint !== null && endpoint.keyId !== null && endpoint.keyId !== event.keyId;
  if (isOther && act === "ENDPOINT") return stored({ flags: otherKey });
  const done = await (needsStation(act) ? atStation[act](here(work)) : elsewhere(act, work));
  return isOther ? { ...done, flags: [...(done.flags ?? []), ...otherKey] } : done;
};

const otherKey = ["OTHER_KEY"] as const;

const atStation: Readonly<Record<StationAct, (work: Work) => Promise<Executed>>> = {
  WORK_STARTED: startWork,
  WORK_COMPLETED: completeWork,
  WORK_STAGE: takeStage,
  RESULT: takeResults,
  DISQUALIFIED: disqualifyUnits,
  ARRIVED: (work) => takePresence(work, true),
  DEPARTED: (work) => takePresence(work, false),
  STATION_STATE: takeState,
  FAULT: takeFault,
};

async function elsewhere(act: CfxAct, work: EndpointWork): Promise<Executed> {
  switch (act) {
    case "EVIDENCE":
      return await takeEvidence({ ...work, stationId: work.endpoint?.stationId ?? null });
    case "RECIPE":
      return await takeRecipe(work);
    case "OPERATOR":
      return await takeOperator(work);
    case "ENDPOINT":
      return await takeEndpoint(work);
    default:
      return stored();
  }
}

/** Its sender stands somewhere, on a line the sender of the text may speak for. */
function placed(cx: IngestContext, { stationCode, stationId, lineId, lineCode, handle }: Placed) {
  cx.about({ stationCode, stationId, lineId });
  const scope = cx.event.scopeLineIds as string[] | null;
  if (scope !== null && !scope.includes(lineId))
    throw refusalError({
      code: "INGEST_OUT_OF_SCOPE",
      context: { handle, stationCode, lineCode },
    });
}

function here(work: EndpointWork): Work {
  const { endpoint, envelope } = work;
  if (endpoint?.stationId) return { ...work, endpoint: endpoint as Endpoint as Placed };
  const handle = envelope.source;
  throw new EarlyEvent("ENDPOINT_NOT_ASSIGNED", { handle }, `endpoint:${handle}`);
}
