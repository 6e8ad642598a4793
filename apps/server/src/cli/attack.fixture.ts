import { connect } from "node:net";
import type { Binary } from "@lineside/testkit/binary";

/** What an attacker's own client sends: nothing is tidied up on the way. Returns what came back. */
export function sendRaw(binary: Binary, bytes: string, waitMs = 3_000): Promise<string> {
  const { port } = new URL(binary.url);
  return new Promise((resolve) => {
    let text = "";
    const socket = connect(Number(port), "127.0.0.1", () => socket.write(bytes));
    const timer = setTimeout(() => socket.destroy(), waitMs);
    socket.on("data", (chunk) => {
      text += chunk.toString("latin1");
    });
    socket.on("error", () => undefined);
    socket.on("close", () => {
      clearTimeout(timer);
      resolve(text);
    });
  });
}

/** Milliseconds until the server hangs up on somebody who sends one more byte a second. */
export function dripUntilClosed(binary: Binary, head: string, giveUpMs: number): Promise<number> {
  const { port } = new URL(binary.url);
  const started = performance.now();
  return new Promise((resolve) => {
    const socket = connect(Number(port), "127.0.0.1", () => socket.write(head));
    const drip = setInterval(() => socket.write("a"), 1_000);
    const timer = setTimeout(() => socket.destroy(), giveUpMs);
    socket.resume();
    socket.on("error", () => undefined);
    socket.on("close", () => {
      clearInterval(drip);
      clearTimeout(timer);
      resolve(performance.now() - started);
    });
  });
}

export interface Attacker {
  readonly cookie: string;
  send(method: string, path: string, given?: Sent): Promise<Received>;
}

export interface Sent {
  body?: unknown;
  /** As it is, instead of a body as JSON. */
  raw?: string;
  headers?: Record<string, string>;
}

export interface Received {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: an attack asserts on what came back, whatever it is
  body: any;
  text: string;
  headers: Headers;
}

/** Somebody with a session of the demo plant. */
export async function signedIn(binary: Binary, role: string): Promise<Attacker> {
  const user = binary.signIns.find((each) => each.role === role);
  const answer = await binary.fetch("/api/auth/sign-in", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ username: user?.username, password: user?.password }),
  });
  if (answer.status !== 200) throw new Error(`sign-in of ${role}: ${await answer.text()}`);
  const cookies = answer.headers.getSetCookie().map((each) => each.split(";")[0]);
  const cookie = cookies.join("; ");
  return {
    cookie,
    async send(method, path, { body, raw, headers = {} } = {}) {
      const sent = raw ?? (body === undefined ? undefined : JSON.stringify(body));
      const response = await binary.fetch(path, {
        method,
        body: sent ?? null,
        headers: { cookie, "content-type": "application/json", ...headers },
      });
      const text = await response.text();
      const isJson = (response.headers.get("content-type") ?? "").includes("json");
      return {
        status: response.status,
        body: isJson && text !== "" ? JSON.parse(text) : null,
        text,
        headers: response.headers,
      };
    },
  };
}
