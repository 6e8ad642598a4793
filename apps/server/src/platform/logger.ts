export const logLevels = ["debug", "info", "warn", "error", "silent"] as const;
export type LogLevel = (typeof logLevels)[number];

/** Structured logs: one JSON object a line. Fields never hold secrets. */
export interface Logger {
  debug(message: string, fields?: object): void;
  info(message: string, fields?: object): void;
  warn(message: string, fields?: object): void;
  error(message: string, fields?: object): void;
  enabled(level: LogLevel): boolean;
}

type Write = (line: string, level: LogLevel) => void;

export function createLogger(
  level: LogLevel,
  now: () => string,
  write: Write = (line) => process.stdout.write(line),
): Logger {
  const threshold = logLevels.indexOf(level);
  const log = (at: LogLevel) => (message: string, fields?: object) => {
    if (logLevels.indexOf(at) < threshold) return;
    write(`${lineOf({ time: now(), level: at, message }, fields)}\n`, at);
  };
  return {
    debug: log("debug"),
    info: log("info"),
    warn: log("warn"),
    error: log("error"),
    enabled: (at) => logLevels.indexOf(at) >= threshold,
  };
}

const lineMax = 32_000;
const textMax = 8_000;

interface Head {
  time: string;
  level: LogLevel;
  message: string;
}

/** One line whatever the fields hold: they cannot end it, pass for its head, or make it endless. */
function lineOf(head: Head, given: object = {}): string {
  try {
    const { error } = given as { error?: unknown };
    const fields = error instanceof Error ? { ...given, ...describeError(error) } : given;
    const line = printable(JSON.stringify({ ...head, ...fields, ...head }, safely));
    if (line.length <= lineMax) return line;
    const { requestId } = fields as { requestId?: unknown };
    return printable(JSON.stringify({ ...head, requestId, cutCharacters: line.length }, safely));
  } catch (error) {
    return JSON.stringify({ ...head, unreadableFields: String(error) });
  }
}

/** Names of fields whose values nobody may read in a log. */
const secretNames =
  /passw|passphrase|secret|token|authorization|cookie|api-?_?key|access-?_?key|\bpin\b/i;

function safely(name: string, value: unknown): unknown {
  if (secretNames.test(name) && value !== null && value !== undefined) return hidden;
  if (value instanceof Error) return describeError(value);
  if (typeof value === "bigint") return String(value);
  if (typeof value !== "string") return value;
  const text = value.length > textMax ? `${value.slice(0, textMax)}… (${value.length})` : value;
  return withoutSecrets(text);
}

const hidden = "…";

/** Passwords in addresses, keys of machines and what follows Bearer, wherever in a text they stand. */
export function withoutSecrets(text: string): string {
  return text
    .replace(/(:\/\/[^/\s:@"]*):[^@/\s"]+@/g, `$1:${hidden}@`)
    .replace(/\b(lsk_[\w-]{8})[\w-]+/g, `$1${hidden}`)
    .replace(/\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi, `$1 ${hidden}`);
}

/** JSON leaves characters that steer terminals or turn text around as they are. */
const steering = /[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

const printable = (line: string) =>
  line.replace(steering, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** What the log keeps of an unknown error: enough to find it, on one line. */
export function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { error: String(error) };
  const cause = error.cause instanceof Error ? { cause: error.cause.message } : {};
  return { error: error.message, stack: error.stack, ...cause };
}
