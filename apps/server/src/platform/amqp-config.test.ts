import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { testCertificate } from "@lineside/testkit/certificate";
import { ConfigError, readConfig } from "./config.ts";

const broker = { APP_AMQP_BROKER_URL: "amqp://u:p@mq:5672", APP_AMQP_BROKER_ADDRESSES: "cfx" };

describe("where machines may send over AMQP", () => {
  let folder: string;
  const at = (name: string) => join(folder, name);
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "lineside-tls-"));
    const [one, other] = [testCertificate(), testCertificate()];
    writeFileSync(at("one.pem"), one.cert);
    writeFileSync(at("one.key"), one.key);
    writeFileSync(at("other.key"), other.key);
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const read = (env: Record<string, string>) => readConfig(env, []).amqp;

  test("is nowhere, unless it is said", () => {
    expect(read({})).toEqual({ listener: null, broker: null });
  });

  test("is a port beside HTTP on the same address, with keys and without TLS", () => {
    const listener = { host: "0.0.0.0", port: 5672, tls: null, allowsAnonymous: false };
    expect(read({ HOST: "0.0.0.0", APP_AMQP_PORT: "5672" })).toEqual({ listener, broker: null });
    const own = { APP_AMQP_HOST: "10.0.0.1", APP_AMQP_ALLOW_ANONYMOUS: "true" };
    expect(read({ APP_AMQP_PORT: "5672", ...own }).listener).toEqual({
      ...listener,
      host: "10.0.0.1",
      allowsAnonymous: true,
    });
  });

  test("speaks TLS with a certificate and its key", () => {
    const { listener } = read({
      APP_AMQP_PORT: "5671",
      APP_AMQP_TLS_CERT_PATH: at("one.pem"),
      APP_AMQP_TLS_KEY_PATH: at("one.key"),
    });
    expect(listener?.tls?.cert).toStartWith("-----BEGIN CERTIFICATE-----");
    expect(listener?.tls?.key).toStartWith("-----BEGIN PRIVATE KEY-----");
  });

  test("is a broker and what is received from it", () => {
    const env = { ...broker, APP_AMQP_BROKER_ADDRESSES: " /queues/cfx, events ,events" };
    expect(read(env).broker).toEqual({
      url: "amqp://u:p@mq:5672",
      addresses: ["/queues/cfx", "events"],
    });
  });

  test.each([
    [{ APP_AMQP_PORT: "70000" }, /^APP_AMQP_PORT is "70000"; it must be a number from 0 to 65535/],
    [{ APP_AMQP_HOST: "0.0.0.0" }, /^APP_AMQP_PORT is missing: APP_AMQP_HOST is set/],
    [{ APP_AMQP_ALLOW_ANONYMOUS: "true" }, /^APP_AMQP_PORT is missing/],
    [{ APP_AMQP_PORT: "1", APP_AMQP_ALLOW_ANONYMOUS: "yes" }, /must be one of true, false/],
    [
      { APP_AMQP_PORT: "1", APP_AMQP_TLS_CERT_PATH: "a.pem" },
      /^APP_AMQP_TLS_KEY_PATH is missing: APP_AMQP_TLS_CERT_PATH is set/,
    ],
    [
      { APP_AMQP_PORT: "1", APP_AMQP_TLS_KEY_PATH: "a.key" },
      /^APP_AMQP_TLS_CERT_PATH is missing: APP_AMQP_TLS_KEY_PATH is set/,
    ],
    [
      { APP_AMQP_PORT: "1", APP_AMQP_TLS_CERT_PATH: "/no/a", APP_AMQP_TLS_KEY_PATH: "/no/b" },
      /^APP_AMQP_TLS_CERT_PATH is "\/no\/a", which cannot be read \(ENOENT\)/,
    ],
    [{ APP_AMQP_BROKER_ADDRESSES: "cfx" }, /^APP_AMQP_BROKER_URL is missing/],
    [{ APP_AMQP_BROKER_URL: "amqp://mq" }, /^APP_AMQP_BROKER_ADDRESSES is missing/],
    [{ ...broker, APP_AMQP_BROKER_URL: "http://u:secret@mq" }, /"http:\/\/…@mq"; it must be/],
    [{ ...broker, APP_AMQP_BROKER_URL: "amqp://u:a/b@c@mq" }, /"amqp:\/\/…@mq"; it must be/],
    [{ ...broker, APP_AMQP_BROKER_URL: "amqp://u:100%@mq" }, /^APP_AMQP_BROKER_URL is/],
  ])("%j is named", (env, message) => {
    expect(() => read(env as Record<string, string>)).toThrow(ConfigError);
    expect(() => read(env as Record<string, string>)).toThrow(message);
  });

  test("a key of another certificate is named", () => {
    const env = {
      APP_AMQP_PORT: "5671",
      APP_AMQP_TLS_CERT_PATH: at("one.pem"),
      APP_AMQP_TLS_KEY_PATH: at("other.key"),
    };
    expect(() => read(env)).toThrow(/APP_AMQP_TLS_CERT_PATH and APP_AMQP_TLS_KEY_PATH do not fit/);
  });
});
