import { mappingBenchAnswer, mappingBenchInput, tryMapping } from "@lineside/domain/ingest";
import { defineAction } from "../../platform/action.ts";
import { ask, defineQuery } from "../../platform/query.ts";
import { draftStep } from "../routing/index.ts";

/** What a mapping makes of a pasted event at a step as it is now. Nothing is stored, nothing moves. */
export const benchMapping = defineQuery({
  name: "ingest.benchMapping",
  permission: "route:configure",
  input: mappingBenchInput,
  output: mappingBenchAnswer,
  async run({ db, now, timezone }, { stepId, routeCode = "", stepNo = 0, mapping, event }) {
    const name = stepId === undefined ? { routeCode, stepNo } : { stepId };
    const { snapshot, step } = await draftStep(db.read, name);
    return tryMapping(event, { snapshot, step, mapping, now, timezone });
  },
});

/** A question whose text is too long for a URL. */
export const postBench = defineAction({
  name: "ingest.postBench",
  permission: "route:configure",
  input: mappingBenchInput,
  async run({ platform, caller }, input) {
    const answer = await ask(platform, benchMapping, { input, caller });
    return Response.json(answer, { headers: { "cache-control": "no-store" } });
  },
});
