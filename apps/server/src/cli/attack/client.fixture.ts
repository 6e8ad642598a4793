import { connect } from "node:net";
import type { Binary } from "@lineside/testkit/binary";

/** A server with the demo factory that somebody attacks; `folder` holds its database and its secret. */
export type Target = Pick<
  Binary,
  "url" | "folder" | "signIns" | "logs" | "fetch" | "stop" | "restart"
>;

/** What an attacker's own client sends: nothing is tidied up on the way. Returns what came back. */
export function sendRaw({ url }: Target, bytes: string, waitMs = 3_000): Promise<string> {
  const { port } = new URL(url);
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
export function dripUntilClosed({ url }: Target, head: string, giveUpMs: number): Promise<number> {
  const { port } = new URL(url);
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

/** Somebody with a session of the demo plant, by role or user name. */
export async function signedIn(target: Target, who: string): Promise<Attacker> {
  const user =
    target.signIns.find(({ username }) => username === who) ??
    target.signIns.find(({ role }) => role === who);
  const answer = await target.fetch("/api/auth/sign-in", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ username: user?.username, password: user?.password }),
  });
  if (answer.status !== 200) throw new Error(`sign-in of ${who}: ${await answer.text()}`);
  const cookies = answer.headers.getSetCookie().map((each) => each.split(";")[0]);
  return attackerWith(target, cookies.join("; "));
}

/** Somebody with this cookie; none: nobody. */
export function attackerWith(target: Target, cookie: string): Attacker {
  return {
    cookie,
    async send(method, path, { body, raw, headers = {} } = {}) {
      const sent = raw ?? (body === undefined ? undefined : JSON.stringify(body));
      const response = await target.fetch(path, {
        method,
        body: sent ?? null,
        redirect: "manual",
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

export interface Door {
  readonly method: string;
  /** With {names} of what varies. */
  readonly path: string;
  readonly permission: string;
  /** Names of what may stand behind the question mark. */
  readonly query: readonly string[];
}

interface Described {
  "x-permission": string;
  parameters?: { name: string; in: string }[];
}

/** Every door of the API, as the server itself describes them: a new one is attacked from its first day. */
export async function doorsOf(target: Target): Promise<Door[]> {
  const answer = await target.fetch("/openapi.json");
  const { paths } = (await answer.json()) as {
    paths: Record<string, Record<string, Described>>;
  };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      permission: operation["x-permission"],
      query: (operation.parameters ?? []).flatMap((each) => (each.in === "query" ? each.name : [])),
    })),
  );
}

/** The door with something in each of its gaps. */
export const filled = ({ path }: Door, value = "x") => path.replace(/\{\w+\}/g, value);
