import { describe, expect, test } from "bun:test";
import { checkOrigin, readRequest } from "./request.ts";

type Sites = Parameters<typeof readRequest>[2];
const direct = { trustedProxies: [], publicUrl: null, tls: null };
const proxied = { trustedProxies: ["10.0.0.1"], publicUrl: null, tls: null };
const anyProxy = { trustedProxies: ["*"], publicUrl: null, tls: null };
const request = (headers: Record<string, string>) =>
  new Request("http://localhost/api/x", { method: "POST", headers });

describe("where a request came from", () => {
  const chain = { "x-forwarded-for": "1.1.1.1, 203.0.113.7, 10.0.0.1" };
  const rows: [string, Sites, Record<string, string>, string | null, string | null][] = [
    ["no proxy: the peer                        ", direct, {}, "192.0.2.1", "192.0.2.1"],
    ["no proxy: what the client claims is ignored", direct, chain, "192.0.2.1", "192.0.2.1"],
    ["a stranger claims to be a proxy            ", proxied, chain, "192.0.2.1", "192.0.2.1"],
    ["the proxy: the last address it did not add ", proxied, chain, "10.0.0.1", "203.0.113.7"],
    [
      "the proxy as IPv4 inside IPv6              ",
      proxied,
      chain,
      "::ffff:10.0.0.1",
      "203.0.113.7",
    ],
    ["the proxy says nothing                     ", proxied, {}, "10.0.0.1", "10.0.0.1"],
    [
      "every peer is trusted: the nearest hop     ",
      anyProxy,
      { "x-forwarded-for": "1.1.1.1, 203.0.113.7" },
      "10.9.9.9",
      "203.0.113.7",
    ],
  ];
  test.each(rows)("%s", (...[, config, headers, peer, ip]) => {
    expect(readRequest(request(headers), peer, config).ip).toBe(ip);
  });

  test("TLS is believed from the public address or a trusted proxy only", () => {
    const https = request({ "x-forwarded-proto": "https" });
    expect(readRequest(https, "192.0.2.1", proxied).isSecure).toBe(false);
    expect(readRequest(https, "10.0.0.1", proxied).isSecure).toBe(true);
    const published = { ...direct, publicUrl: "https://mes.example.com" };
    expect(readRequest(request({}), "192.0.2.1", published).isSecure).toBe(true);
  });

  test("a request id is kept when it is one, else made", () => {
    const id = (value: string) => readRequest(request({ "x-request-id": value }), null, direct);
    expect(id("abc-123").requestId).toBe("abc-123");
    for (const bad of ["", "a b", "x".repeat(65), '{"log":"injected"}'])
      expect(id(bad).requestId).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe("a change that another site's page sent", () => {
  const host = { host: "mes.local:3000" };
  const behind = { "x-forwarded-host": "mes.example.com", origin: "https://mes.example.com" };
  const published = { ...direct, publicUrl: "https://mes.example.com" };
  const evil = { origin: "https://evil.example" };
  const rows: [string, Sites, Record<string, string>, boolean][] = [
    ["a program: neither header        ", direct, {}, true],
    ["own page                         ", direct, { origin: "http://mes.local:3000" }, true],
    ["own page, no origin              ", direct, { "sec-fetch-site": "same-origin" }, true],
    ["typed address                    ", direct, { "sec-fetch-site": "none" }, true],
    ["another site                     ", direct, evil, false],
    ["another site, no origin          ", direct, { "sec-fetch-site": "cross-site" }, false],
    ["another host of the same site    ", direct, { "sec-fetch-site": "same-site" }, false],
    ["another port                     ", direct, { origin: "http://mes.local:3001" }, false],
    ["a sandboxed frame                ", direct, { origin: "null" }, false],
    [
      "host in the path                 ",
      direct,
      { origin: "https://evil.example/mes.local:3000" },
      false,
    ],
    ["behind the proxy                 ", proxied, behind, true],
    ["a stranger claims to be the proxy", direct, behind, false],
    ["the public address               ", published, { origin: "https://mes.example.com" }, true],
    ["the public address and another   ", published, evil, false],
  ];
  test.each(rows)("%s", (...[, config, headers, isAllowed]) => {
    const check = () => checkOrigin(request({ ...host, ...headers }), "10.0.0.1", config);
    if (isAllowed) expect(check).not.toThrow();
    else expect(check).toThrow("ORIGIN_MISMATCH");
  });
});
