import { describe, expect, test } from "bun:test";
import {
  apiKeyAccess,
  apiKeyCreate,
  apiKeyState,
  checkApiKeyChange,
  checkApiKeyExpiry,
} from "./api-keys.ts";

const now = "2026-11-22T08:00:00.000Z";
const earlier = "2026-11-22T07:59:59.999Z";
const later = "2026-11-22T08:00:00.001Z";

describe("the state of a key", () => {
  // biome-ignore format: a table
  test.each([
    ["ACTIVE",  null,    null],
    ["ACTIVE",  null,    later],
    ["EXPIRED", null,    now],
    ["EXPIRED", null,    earlier],
    ["REVOKED", earlier, null],
    ["REVOKED", earlier, earlier],
  ])("%s: revoked %p, ends %p", (state, revokedAt, expiresAt) => {
    expect(apiKeyState({ revokedAt, expiresAt }, now)).toBe(state as "ACTIVE");
  });
});

describe("a change of a key", () => {
  const live = { name: "AOI", revokedAt: null, expiresAt: null };
  const codeOf = (key: Parameters<typeof checkApiKeyChange>[0], expiresAt?: string | null) => {
    const checked = checkApiKeyChange(key, { expiresAt }, now);
    return checked.ok ? null : checked.refusal.code;
  };
  // biome-ignore format: a table
  test.each([
    [{ ...live, revokedAt: earlier }, earlier,   "API_KEY_ALREADY_REVOKED"],
    [live,                            earlier,   "API_KEY_EXPIRY_PAST"],
    [live,                            now,       "API_KEY_EXPIRY_PAST"],
    [live,                            later,     null],
    [live,                            null,      null],
    [live,                            undefined, null],
    [{ ...live, expiresAt: earlier }, later,     null],
  ])("%p to %p: %p", (key, expiresAt, code) => {
    expect(codeOf(key, expiresAt)).toBe(code);
  });
});

test("an end in the past is refused for a new key too", () => {
  expect(checkApiKeyExpiry(now, now)).toMatchObject({ ok: false });
});

test("a key may send on its lines, or on all when it is bound to none", () => {
  expect(apiKeyAccess([])).toEqual({ "ingest:send": "ALL" });
  expect(apiKeyAccess(["line-1"])).toEqual({ "ingest:send": "LINES" });
});

test("a new key speaks for any source on all lines unless told otherwise", () => {
  expect(apiKeyCreate.parse({ name: " AOI " })).toEqual({
    name: "AOI",
    sources: null,
    lineIds: [],
    ratePerMinute: 6_000,
    expiresAt: null,
  });
  expect(apiKeyCreate.safeParse({ name: "AOI", sources: [] }).success).toBe(false);
  expect(apiKeyCreate.parse({ name: "AOI", sources: ["a", "a"] }).sources).toEqual(["a"]);
});
