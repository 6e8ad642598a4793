import { describe, expect, test } from "bun:test";
import { Scrubber } from "./scrub.ts";

describe("what opens a door is taken out", () => {
  const scrubber = new Scrubber(["correct horse battery", "pa$$/word"]);
  // biome-ignore format: one row per case
  test.each([
    ["a known value",         "said correct horse battery to it",             "said … to it"],
    ["in an address",         "at pa%24%24%2Fword now",                       "at … now"],
    ["in base64",             `Basic ${btoa("correct horse battery")}`,       "Basic …"],
    ["a database's address",  "postgres://mes:hunter2@db:5432/mes",           "postgres://…@db:5432/mes"],
    ["a broker's address",    '"amqps://u:p%40ss@mq/"',                       '"amqps://…@mq/"'],
    ["a password unencoded",  "postgres://mes:hun/t@r#2@db:5432/mes",         "postgres://…@db:5432/mes"],
    ["a bearer",              "Authorization: Bearer abc.def-123",            "Authorization: …"],
    ["a header in JSON",      '{"authorization":"Bearer abc"}',               '{"authorization":"…"}'],
    ["a cookie",              'cookie: lineside.session_token=abc.def; a=b',  "cookie: …"],
    ["a cookie in JSON",      '{"set-cookie":"x=1; Path=/"}',                 '{"set-cookie":"…"}'],
    ["a session elsewhere",   "got session_token=abc123; next",               "got session_token=…; next"],
    ["an API key",            "key lsk_AbCd1234efgh5678 refused",             "key lsk_… refused"],
    ["a set-up link",         "http://x:3000/setup?token=abcdef",             "http://x:3000/setup?token=…"],
    ["a group robot's key",   "/cgi-bin/webhook/send?key=693a91f6-7xxx-4bc4", "/cgi-bin/webhook/send?key=…"],
    ["a signed address",      "?X-Amz-Signature=0f9e&x=1",                    "?X-Amz-Signature=…&x=1"],
    ["a password in JSON",    '{"newPassword":"Tr0ub4dor & 3","a":1}',        '{"newPassword":"…","a":1}'],
    ["a password in a line",  "password=Tr0ub4dor next",                      'password=… next'],
    ["a variable",            "APP_S3_SECRET_KEY=wJalrXUtnFEMI",              'APP_S3_SECRET_KEY=…'],
    ["a hash",                "$argon2id$v=19$m=1,t=2$abc$def done",          "… done"],
    ["a key",                 "x -----BEGIN PRIVATE KEY-----\nMII\n-----END PRIVATE KEY----- y", "x … y"],
    ["what looks random",     "id Zk3vQ9xT7bN2mL5pR8sW1yU4eA6cD0fG end",      "id … end"],
  ])("%s", (_, said, left) => {
    expect(scrubber.text(said)).toBe(left);
  });

  // biome-ignore format: one row per case
  test.each([
    ["an id",           "unit 019dab7c-8a35-7000-9bff-0c8d56a7e8a1"],
    ["a checksum",      "sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"],
    ["a path",          "/var/lib/lineside/backups/Lineside-2026-11-22T02-17-00-000Z.lsbak"],
    ["an address",      "https://mes.example.com/admin/logs?level=error&from=2026-11-22"],
    ["a stack",         "at execute (/srv/app/apps/server/src/platform/http/server.ts:145:23)"],
    ["a serial number", "SN 2026A0001234 tracked in at SMT1-AOI"],
    ["the time",        "2026-11-22T08:00:00.000Z"],
  ])("%s stays", (_, said) => {
    expect(scrubber.text(said)).toBe(said);
  });
});
