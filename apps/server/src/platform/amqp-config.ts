import { readFileSync } from "node:fs";
import { createSecureContext } from "node:tls";
import { ConfigError, withoutUser } from "./config-error.ts";

/** What machines may speak to beside HTTP. Both null: no AMQP, and none of its code is loaded. */
export interface AmqpConfig {
  readonly listener: AmqpListenerConfig | null;
  readonly broker: AmqpBrokerConfig | null;
}

export interface AmqpListenerConfig {
  readonly host: string;
  readonly port: number;
  readonly tls: AmqpTls | null;
  /** Whoever reaches the port may send: for a network nothing but machines is on. */
  readonly allowsAnonymous: boolean;
}

/** What AMQPS is spoken with; the paths, so that it can be read again. */
export interface AmqpTls {
  readonly certPath: string;
  readonly keyPath: string;
  /** PEM texts. */
  readonly cert: string;
  readonly key: string;
}

export interface AmqpBrokerConfig {
  /** amqp:// or amqps:// with user and password. */
  readonly url: string;
  /** Queues or topics it receives from. */
  readonly addresses: readonly string[];
}

/** Setting and flag of each. */
export const amqpVariables = {
  APP_AMQP_PORT: "--amqp-port",
  APP_AMQP_HOST: "--amqp-host",
  APP_AMQP_TLS_CERT_PATH: "--amqp-tls-cert",
  APP_AMQP_TLS_KEY_PATH: "--amqp-tls-key",
  APP_AMQP_ALLOW_ANONYMOUS: "--amqp-allow-anonymous",
  APP_AMQP_BROKER_URL: "--amqp-broker-url",
  APP_AMQP_BROKER_ADDRESSES: "--amqp-broker-addresses",
} as const;

type Variable = keyof typeof amqpVariables;
type Given = Partial<Record<Variable, string>>;

/** A setting that would have no effect is a mistake somebody should hear of: ConfigError. */
export function readAmqpConfig(given: Given, host: string): AmqpConfig {
  return { listener: readListener(given, host), broker: readBroker(given) };
}

function readListener(given: Given, host: string): AmqpListenerConfig | null {
  const rest: Variable[] = [
    "APP_AMQP_HOST",
    "APP_AMQP_TLS_CERT_PATH",
    "APP_AMQP_TLS_KEY_PATH",
    "APP_AMQP_ALLOW_ANONYMOUS",
  ];
  if (given.APP_AMQP_PORT === undefined) {
    const set = rest.find((name) => given[name] !== undefined);
    if (set === undefined) return null;
    throw new ConfigError(
      `APP_AMQP_PORT is missing: ${set} is set, but without a port nothing listens; e.g. APP_AMQP_PORT=5672.`,
    );
  }
  const anonymous = given.APP_AMQP_ALLOW_ANONYMOUS ?? "false";
  if (anonymous !== "true" && anonymous !== "false")
    throw new ConfigError(
      `APP_AMQP_ALLOW_ANONYMOUS is "${anonymous}"; it must be one of true, false.`,
    );
  return {
    host: given.APP_AMQP_HOST ?? host,
    port: readPort(given.APP_AMQP_PORT),
    tls: readTls(given),
    allowsAnonymous: anonymous === "true",
  };
}

function readPort(value: string): number {
  const port = Number(value);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new ConfigError(
    `APP_AMQP_PORT is "${value}"; it must be a number from 0 to 65535, e.g. 5672, or 5671 with TLS.`,
  );
}

function readTls(given: Given): AmqpListenerConfig["tls"] {
  const { APP_AMQP_TLS_CERT_PATH: certPath, APP_AMQP_TLS_KEY_PATH: keyPath } = given;
  if (certPath === undefined && keyPath === undefined) return null;
  if (certPath === undefined || keyPath === undefined) {
    const [set, missing] = certPath ? ["CERT", "KEY"] : ["KEY", "CERT"];
    throw new ConfigError(
      `APP_AMQP_TLS_${missing}_PATH is missing: APP_AMQP_TLS_${set}_PATH is set, and TLS needs certificate and key, e.g. /etc/lineside/amqp.${missing === "KEY" ? "key" : "pem"}.`,
    );
  }
  return readAmqpTls({ certPath, keyPath });
}

/** Reads both files and says what is wrong with them before a machine would. Throws ConfigError. */
export function readAmqpTls({ certPath, keyPath }: Pick<AmqpTls, "certPath" | "keyPath">): AmqpTls {
  const tls = {
    cert: readPem("APP_AMQP_TLS_CERT_PATH", certPath),
    key: readPem("APP_AMQP_TLS_KEY_PATH", keyPath),
  };
  try {
    createSecureContext(tls);
  } catch (cause) {
    throw new ConfigError(
      `APP_AMQP_TLS_CERT_PATH and APP_AMQP_TLS_KEY_PATH do not fit: ${(cause as Error).message}; they must be a PEM certificate and its PEM key without a password.`,
      { cause },
    );
  }
  return { ...tls, certPath, keyPath };
}

function readPem(name: Variable, path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new ConfigError(
      `${name} is "${path}", which cannot be read (${(cause as { code?: string }).code}); it must be a PEM file that the user running Lineside may read.`,
      { cause },
    );
  }
}

const brokerExample = "amqps://lineside:password@broker.example.com:5671";

function readBroker(given: Given): AmqpBrokerConfig | null {
  const { APP_AMQP_BROKER_URL: url, APP_AMQP_BROKER_ADDRESSES: list } = given;
  if (url === undefined && list === undefined) return null;
  if (url === undefined)
    throw new ConfigError(
      `APP_AMQP_BROKER_URL is missing: APP_AMQP_BROKER_ADDRESSES is set; e.g. ${brokerExample}.`,
    );
  if (!isBrokerUrl(url))
    throw new ConfigError(
      `APP_AMQP_BROKER_URL is "${withoutUser(url)}"; it must be scheme, user, password and host, e.g. ${brokerExample}.`,
    );
  const addresses = (list ?? "").split(",").flatMap((each) => each.trim() || []);
  if (addresses.length === 0)
    throw new ConfigError(
      "APP_AMQP_BROKER_ADDRESSES is missing: APP_AMQP_BROKER_URL is set, and something must be received from, e.g. /queues/cfx,/queues/cfx-requests.",
    );
  return { url, addresses: [...new Set(addresses)] };
}

function isBrokerUrl(value: string): boolean {
  if (!/^amqps?:\/\/[^/]+/.test(value) || !URL.canParse(value)) return false;
  try {
    const { username, password, hostname } = new URL(value);
    // A password with % in it that nobody encoded.
    return (
      [username, password].every((part) => decodeURIComponent(part) !== undefined) && !!hostname
    );
  } catch {
    return false;
  }
}
