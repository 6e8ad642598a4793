import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { testCertificate } from "@lineside/testkit/certificate";
import { ConfigError, readConfig } from "./config.ts";

describe("what HTTPS is spoken with", () => {
  let folder: string;
  const at = (name: string) => join(folder, name);
  const read = (cert: string, key: string) =>
    readConfig({ APP_TLS_CERT_PATH: at(cert), APP_TLS_KEY_PATH: at(key) }, []).tls;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "lineside-tls-"));
    const root = testCertificate({ name: "Plant Root" });
    const own = testCertificate({ issuer: root });
    const stranger = testCertificate({ name: "Stranger" });
    const short = testCertificate({ until: "210304050607Z" });
    const files = {
      "chain.pem": own.cert + root.cert,
      "turned.pem": root.cert + own.cert,
      "gap.pem": own.cert + stranger.cert,
      "own.key": own.key,
      "stranger.key": stranger.key,
      "short.pem": short.cert,
      "short.key": short.key,
      "text.pem": "not a certificate",
      "damaged.pem": own.cert.replace(/\n.{20}/, "\nAAAA"),
      "damaged.key": "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
      "locked.key":
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n",
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(at(name), text);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test("is nothing unless it is said, then a chain from the server up and its key", () => {
    expect(readConfig({}, []).tls).toBeNull();
    expect(read("chain.pem", "own.key")).toMatchObject({
      certPath: at("chain.pem"),
      endsAt: "2099-12-31T23:59:59.000Z",
    });
  });

  test("says when it ends, even when that is over: the plant starts, the log warns", () => {
    expect(read("short.pem", "short.key")?.endsAt).toBe("2021-03-04T05:06:07.000Z");
  });

  test.each([
    ["nothing.pem", "own.key", /^APP_TLS_CERT_PATH is ".*", which cannot be read \(ENOENT\)/],
    ["chain.pem", "nothing.key", /^APP_TLS_KEY_PATH is ".*", which cannot be read \(ENOENT\)/],
    ["text.pem", "own.key", /^APP_TLS_CERT_PATH is ".*", which holds no PEM certificate/],
    ["damaged.pem", "own.key", /^APP_TLS_CERT_PATH is ".*", whose certificate 1 is damaged/],
    ["chain.pem", "text.pem", /^APP_TLS_KEY_PATH is ".*", which holds no PEM key/],
    ["chain.pem", "locked.key", /^APP_TLS_KEY_PATH is ".*", a key with a password/],
    ["chain.pem", "damaged.key", /^APP_TLS_KEY_PATH is ".*", whose key is damaged/],
    ["chain.pem", "stranger.key", /^APP_TLS_KEY_PATH is ".*", which is not the key of/],
    ["turned.pem", "own.key", /wrong order: the server's own must come first, and it is number 2/],
    ["gap.pem", "own.key", /wrong order: number 2 did not sign number 1/],
  ])("%s with %s is named", (cert, key, message) => {
    expect(() => read(cert, key)).toThrow(ConfigError);
    expect(() => read(cert, key)).toThrow(message);
  });

  test.each([
    [{ APP_TLS_CERT_PATH: "a" }, /^APP_TLS_KEY_PATH is missing: APP_TLS_CERT_PATH is set/],
    [{ APP_TLS_KEY_PATH: "a" }, /^APP_TLS_CERT_PATH is missing: APP_TLS_KEY_PATH is set/],
  ])("%j is named", (env, message) => {
    expect(() => readConfig(env as Record<string, string>, [])).toThrow(message);
  });
});
