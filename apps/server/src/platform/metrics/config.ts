import { ConfigError } from "../config-error.ts";

/** Setting and flag of each. */
export const metricsVariables = { APP_METRICS_TOKEN: "--metrics-token" } as const;

const lengthMin = 16;

/** What a scraper shows at /metrics; null: only people with ops:read read it. */
export function readMetricsToken(given: Partial<Record<string, string>>): string | null {
  const token = given.APP_METRICS_TOKEN;
  if (token === undefined) return null;
  if (token.length >= lengthMin && /^[\w.~+/=-]+$/.test(token)) return token;
  throw new ConfigError(
    `APP_METRICS_TOKEN must be ${lengthMin} or more letters, digits and -._~+/=, e.g. what openssl rand -hex 24 prints.`,
  );
}
