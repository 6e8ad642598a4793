import { describe, expect, test } from "bun:test";
import { countdown, faceOf } from "./clock-face.ts";

const clock = {
  state: "RUNNING" as const,
  startedAt: "2026-11-22T08:00:00.000Z",
  warningAt: "2026-11-22T11:30:00.000Z",
  expiresAt: "2026-11-22T12:00:00.000Z",
};
const at = (time: string) => Date.parse(`2026-11-22T${time}Z`);

describe("the face of a clock", () => {
  test.each([
    { when: "at the start", time: "08:00:00.000", state: "RUNNING", left: 1 },
    { when: "before the warning", time: "11:29:59.999", state: "RUNNING", left: 0.125 },
    { when: "at the warning", time: "11:30:00.000", state: "WARNING", left: 0.125 },
    { when: "before the deadline", time: "11:59:59.999", state: "WARNING", left: 0 },
    { when: "at it, unnoticed by the server", time: "12:00:00.000", state: "EXPIRED", left: 0 },
    { when: "long after it", time: "15:00:00.000", state: "EXPIRED", left: 0 },
  ] as const)("$when", ({ time, state, left }) => {
    const face = faceOf(clock, at(time));
    expect(face.state).toBe(state);
    expect(face.left).toBeCloseTo(left, 3);
    expect(face.warnAt).toBe(0.125);
  });

  test("what is over keeps its state", () => {
    expect(faceOf({ ...clock, state: "WAIVED" }, at("15:00:00")).state).toBe("WAIVED");
  });

  test.each([
    ["a day", 86_400_000, "24:00:00"],
    ["the last second", 1, "0:00:01"],
    ["the deadline", 0, "+0:00:00"],
    ["just over", -999, "+0:00:00"],
    ["over", -271_000, "+0:04:31"],
  ])("counts %s", (_, ms, text) => {
    expect(countdown(ms)).toBe(text);
  });
});
