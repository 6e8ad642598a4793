import { expect, test } from "bun:test";
import { signaturesNow } from "./signed.ts";

const [early, late] = ["2026-03-02T08:00:00.000Z", "2026-03-02T09:00:00.000Z"];
const now = {
  authorizedAt: late,
  reviewedAt: late,
  waivers: [
    { id: "w1", state: "REVOKED" },
    { id: "w2", state: "ACTIVE" },
  ],
};

// biome-ignore format: one row per case
test.each([
  ["run.authorize",           late,  "r1", "VALID",      "the run is open on it"],
  ["run.authorize",           early, "r1", "SUPERSEDED", "revoked since"],
  ["changeover.review",       late,  "r1", "VALID",      "the sheet is as it was reviewed"],
  ["changeover.review",       early, "r1", "SUPERSEDED", "the sheet was changed since"],
  ["readiness.waive",         early, "w1", "SUPERSEDED", "revoked"],
  ["readiness.approveWaiver", early, "w2", "VALID",      "in force"],
] as const)("%s at %s of %s: %s (%s)", (...row) => {
  const [command, signedAt, entityId, stand] = row;
  const signature = { command, signedAt, entityId } as Parameters<typeof signaturesNow>[0][number];
  expect(signaturesNow([signature], now)).toMatchObject([{ stand }]);
});

test("nothing is open and nothing reviewed: what was signed for it is superseded", () => {
  const facts = { authorizedAt: null, reviewedAt: null, waivers: [] };
  const signed = ["run.authorize", "changeover.review"].map((command) => ({ command }));
  expect(signaturesNow(signed as never, facts)).toMatchObject([
    { stand: "SUPERSEDED" },
    { stand: "SUPERSEDED" },
  ]);
});
