import type { Message } from "rhea";
import type { Amqp } from "./rhea.ts";

/** What of a response envelope its message repeats. */
interface Response {
  MessageName?: string;
  UniqueID?: string;
  Source?: string;
  RequestID?: string;
}

/** A response envelope as a message, found again by what its request was called. */
export function answerMessage(
  rhea: Amqp,
  { request, response, isOne }: { request: Message; response: object; isOne: boolean },
): Message {
  const { MessageName: name = "", UniqueID, Source: source = "", RequestID } = response as Response;
  // Several requests of one message are told apart by their own ids only.
  const correlation = isOne ? (request.message_id ?? RequestID) : RequestID;
  return {
    message_id: UniqueID,
    correlation_id: correlation as string | undefined,
    to: request.reply_to,
    subject: `${source}.${name}`,
    content_type: 'application/json; charset="utf-8"',
    durable: true,
    application_properties: {
      "cfx-topic": name.split(".").slice(0, -1).join("."),
      "cfx-message": name,
      "cfx-handle": source,
    },
    body: rhea.message.data_section(Buffer.from(JSON.stringify(response)) as never),
  };
}
