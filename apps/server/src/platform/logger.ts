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

export function createLogger(
  level: LogLevel,
  now: () => string,
  write: (line: string) => void = (line) => process.stdout.write(line),
): Logger {
  const threshold = logLevels.indexOf(level);
  const log = (at: LogLevel) => (message: string, fields?: object) => {
    if (logLevels.indexOf(at) < threshold) return;
    write(`${JSON.stringify({ time: now(), level: at, message, ...fields })}\n`);
  };
  return {
    debug: log("debug"),
    info: log("info"),
    warn: log("warn"),
    error: log("error"),
    enabled: (at) => logLevels.indexOf(at) >= threshold,
  };
}

/** What the log keeps of an unknown error: enough to find it, on one line. */
export function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { error: String(error) };
  const cause = error.cause instanceof Error ? { cause: error.cause.message } : {};
  return { error: error.message, stack: error.stack, ...cause };
}
