import { type IncomingHttpHeaders, request as plain } from "node:http";
import { request as secure } from "node:https";
import { isIP } from "node:net";
import { outsideAddress } from "./outside-address.ts";

export interface Outgoing {
  url: string;
  body: string;
  headers: Record<string, string>;
}

export interface Sending {
  readonly signal: AbortSignal;
  readonly allowsPrivate: boolean;
}

export interface Received {
  status: number;
  retryAfter: string | null;
  text: string;
}

/** An answer is only looked into for its code: more of it is not read. */
const readMax = 16 * 1024;

/** Posts to the address that was checked, follows nothing. Rejects when nobody answers in time. */
export async function post(outgoing: Outgoing, sending: Sending): Promise<Received> {
  const url = new URL(outgoing.url);
  const address = await outsideAddress(url.hostname, sending.allowsPrivate);
  const { promise, resolve, reject } = Promise.withResolvers<Received>();
  const request = (url.protocol === "https:" ? secure : plain)(
    url,
    {
      method: "POST",
      headers: { ...outgoing.headers, "content-length": String(Buffer.byteLength(outgoing.body)) },
      signal: sending.signal,
      agent: false,
      // Connects to the address that was checked; the name stays the one TLS and Host speak of.
      lookup: (_host, options, done) => {
        const family = isIP(address);
        if (options.all) done(null, [{ address, family }]);
        else done(null, address, family);
      },
    },
    (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        text += chunk;
        if (text.length > readMax) response.destroy();
      });
      response.on("error", reject);
      response.on("close", () => resolve(received(response, text)));
    },
  );
  request.on("error", reject);
  request.end(outgoing.body);
  return promise;
}

function received(
  response: { statusCode?: number; headers: IncomingHttpHeaders },
  text: string,
): Received {
  return {
    status: response.statusCode ?? 0,
    retryAfter: response.headers["retry-after"] ?? null,
    text: text.slice(0, readMax),
  };
}
