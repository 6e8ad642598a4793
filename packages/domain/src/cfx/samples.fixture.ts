import { readdirSync, readFileSync } from "node:fs";

const folder = new URL("./samples/", import.meta.url);

/** The published message bodies by message name; `.2`, `.repaired` are further samples of a message. */
export const cfxSamples = readdirSync(folder)
  .filter((file) => file.endsWith(".json") && file !== "CFX.CFXEnvelope.json")
  .sort()
  .map((file) => ({
    file,
    messageName: file.replace(/(\.repaired|\.\d+)?\.json$/, ""),
    body: JSON.parse(readFileSync(new URL(file, folder), "utf8")) as Record<string, unknown>,
  }));

export const publishedEnvelope = readFileSync(new URL("CFX.CFXEnvelope.json", folder), "utf8");

/** The first published sample of a message. */
export function sampleBody(messageName: string): Record<string, unknown> {
  const found =
    cfxSamples.find((sample) => sample.file === `${messageName}.json`) ??
    cfxSamples.find((sample) => sample.messageName === messageName);
  if (!found) throw new Error(`no sample of ${messageName}`);
  return found.body;
}

/** An envelope as the SDK writes it around a body. */
export function enveloped(messageName: string, body: unknown, more: object = {}) {
  return {
    MessageName: messageName,
    Version: "2.1",
    TimeStamp: "2026-11-22T09:30:00.1234567+08:00",
    UniqueID: "f3b2c8ec-50b7-4c63-9cb3-2ed57c01880f",
    Source: "SMTPlus.Model_21232.SN23123",
    Target: null,
    RequestID: null,
    MessageBody: body,
    ...more,
  };
}
