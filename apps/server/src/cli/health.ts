import { parseFlags } from "../platform/config.ts";
import { UsageError } from "./usage.ts";

const usage = `Usage: lineside health [--url http://127.0.0.1:3000] [--live] [--timeout=5]
Asks a running server whether it is ready (/readyz), with --live only whether it answers (/healthz).
Without --url the one of the settings on this machine (HOST, PORT, APP_TLS_CERT_PATH).`;

/** For a container, a balancer or a script: exit 0 ready, 1 not. */
export async function health(words: string[]): Promise<number> {
  const { url, path, seconds, isOwn } = read(words);
  const { isReady, text } = await askReady(new URL(path, url), seconds * 1_000, isOwn);
  process.stdout.write(`${text}\n`);
  return isReady ? 0 : 1;
}

/** The certificate of the own server is made out to the name people type, not to its address. */
export async function askReady(url: URL, timeoutMs: number, isOwn: boolean) {
  const tls = { rejectUnauthorized: !isOwn };
  try {
    const answer = await fetch(url, { tls, signal: AbortSignal.timeout(timeoutMs) });
    const text = (await answer.text()).slice(0, 2_000);
    return { isReady: answer.ok, text: `${url} ${answer.status} ${text}` };
  } catch (error) {
    return { isReady: false, text: `${url} does not answer: ${(error as Error).message}` };
  }
}

/** Where the server of these settings is reached from its own machine. */
export function ownUrl(settings: Readonly<Record<string, string | undefined>>): string {
  const { HOST = "127.0.0.1", PORT = "3000", APP_TLS_CERT_PATH } = settings;
  const here = { "0.0.0.0": "127.0.0.1", "::": "[::1]" }[HOST];
  const host = here ?? (HOST.includes(":") ? `[${HOST}]` : HOST);
  return `${APP_TLS_CERT_PATH ? "https" : "http"}://${host}:${PORT}`;
}

function read(words: string[]) {
  const flags: string[] = [];
  const own = new Map<string, string>();
  for (let at = 0; at < words.length; at++) {
    const [name = "", inline] = (words[at] ?? "").split(/=(.*)/s, 2);
    if (name === "--live") own.set(name, "");
    else if (name === "--url" || name === "--timeout") own.set(name, inline ?? words[++at] ?? "");
    else if (name === "--help" || !name.startsWith("--")) throw new UsageError(usage);
    else flags.push(name, inline ?? words[++at] ?? "");
  }
  const seconds = Number(own.get("--timeout") ?? 5);
  const given = own.get("--url");
  const url = given ?? ownUrl({ ...process.env, ...parseFlags(flags) });
  if (!/^https?:\/\//.test(url) || !URL.canParse(url) || !(seconds > 0 && seconds <= 600))
    throw new UsageError(usage);
  const isOwn = given === undefined || isThisMachine(new URL(url));
  return { url, seconds, isOwn, path: own.has("--live") ? "/healthz" : "/readyz" };
}

const isThisMachine = ({ hostname }: URL) => /^(127(\.\d+){3}|\[::1\]|localhost)$/.test(hostname);
