import type { Instant } from "../kernel/index.ts";
import type { CfxEnvelope } from "./envelope.ts";
import { cfxNames } from "./messages.ts";

/** Whether a request could be answered; the verdict itself stands in the answer's body. */
export function requestResult(result: "Success" | "Failed", message: string | null, code = 0) {
  return { Result: result, ResultCode: code, Message: message };
}

export interface CfxAnswer {
  readonly messageName: string;
  readonly body: object;
}

/** The envelope around an answer: to whoever asked, under the id of the request. */
export function responseEnvelope(
  request: CfxEnvelope,
  { messageName, body }: CfxAnswer,
  from: { handle: string; now: Instant; newId: () => string },
) {
  return {
    MessageName: messageName,
    Version: request.version ?? "1.7",
    TimeStamp: from.now,
    UniqueID: from.newId(),
    Source: from.handle,
    Target: request.source,
    RequestID: request.requestId,
    MessageBody: body,
  };
}

export function notSupported({ messageName }: CfxEnvelope): CfxAnswer {
  const result = requestResult("Failed", `${messageName} is not supported`);
  return { messageName: cfxNames.notSupportedResponse, body: { RequestResult: result } };
}

/** The name a request is answered under. */
export const responseName = (requestName: string) => requestName.replace(/Request$/i, "Response");
