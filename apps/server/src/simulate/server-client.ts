import { monotonicMs } from "../platform/clock.ts";

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: what an endpoint answers is read field by field
  readonly body: any;
}

export interface Request {
  /** Who asks: the machines' key or the person. */
  readonly as: "machine" | "person";
  readonly method?: "GET" | "POST";
  readonly body?: string;
  readonly idempotencyKey?: string;
}

/** The server cannot be reached, or does not answer, for longer than we are patient. */
export class Unreachable extends Error {}

/** Says later: a server that is stopping or starting, or a limit of requests a minute. */
const later = new Set([429, 502, 503, 504]);
const pauseMs = 100;
const requestTimeoutMs = 30_000;

/**
 * Talks to a running server over HTTP as machines and terminals do: a request without an answer is
 * sent again, with the same key, until it has one.
 */
export class ServerClient {
  #cookie: string | null = null;
  /** Requests whose answer never came and which were sent again. */
  resent = 0;

  constructor(
    readonly url: string,
    readonly with_: {
      key: string | null;
      user: string | null;
      password: string | null;
      patienceSeconds: number;
    },
  ) {}

  get hasPerson(): boolean {
    return this.with_.user !== null;
  }

  /** A sentence on what is wrong when it does not work out. */
  async signIn(): Promise<void> {
    const { user, password } = this.with_;
    const body = JSON.stringify({ username: user, password: password ?? "" });
    const headers = { "content-type": "application/json", origin: this.url };
    const answer = await this.#patiently(() =>
      fetch(`${this.url}/api/auth/sign-in`, { method: "POST", headers, body, signal: soon() }),
    );
    if (answer.status !== 200)
      throw new Error(
        `${user} cannot sign in at ${this.url}: ${answer.body?.code ?? answer.status}`,
      );
    this.#cookie = answer.cookies;
  }

  /** What a person may read. Throws on anything but 200. */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  async read(path: string): Promise<any> {
    const answer = await this.send(path, { as: "person" });
    if (answer.status === 200) return answer.body;
    const why = `${answer.status} ${answer.body?.code ?? ""} ${JSON.stringify(answer.body?.context ?? {})}`;
    throw new Error(`GET ${path}: ${why}`);
  }

  async send(path: string, request: Request): Promise<Answer> {
    const attempt = () => this.#patiently(() => fetch(this.url + path, this.#init(request)));
    const answer = await attempt();
    const isOver = answer.status === 401 && this.#cookie !== null && !this.#usesKey(request);
    if (!isOver) return answer;
    await this.signIn();
    return attempt();
  }

  #usesKey({ as }: Request): boolean {
    return as === "machine" && this.with_.key !== null;
  }

  #init(request: Request): RequestInit {
    const { method = request.body === undefined ? "GET" : "POST", body, idempotencyKey } = request;
    const headers: Record<string, string> = { "content-type": "application/json" };
    if (this.#usesKey(request)) headers.authorization = `Bearer ${this.with_.key}`;
    else if (this.#cookie) headers.cookie = this.#cookie;
    if (idempotencyKey) headers["idempotency-key"] = idempotencyKey;
    return { method, headers, body, signal: soon() };
  }

  async #patiently(ask: () => Promise<Response>): Promise<Answer & { cookies: string }> {
    const deadline = monotonicMs() + this.with_.patienceSeconds * 1000;
    for (;;) {
      const heard = await hear(ask);
      if (heard && !later.has(heard.status)) return heard;
      if (!heard) this.resent++;
      if (monotonicMs() > deadline)
        throw new Unreachable(`${this.url} did not answer for ${this.with_.patienceSeconds} s.`);
      await Bun.sleep(heard?.retryAfterMs ?? pauseMs);
    }
  }
}

const soon = () => AbortSignal.timeout(requestTimeoutMs);

async function hear(ask: () => Promise<Response>) {
  try {
    const response = await ask();
    // Read inside: an answer that is cut in the middle is none.
    const text = await response.text();
    const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(";")[0] ?? "");
    const seconds = Number(response.headers.get("retry-after") ?? "");
    const isJson = response.headers.get("content-type")?.includes("json") === true;
    return {
      status: response.status,
      body: isJson && text !== "" ? JSON.parse(text) : text,
      cookies: cookies.join("; "),
      retryAfterMs: seconds > 0 ? seconds * 1000 : pauseMs,
    };
  } catch {
    return null;
  }
}
