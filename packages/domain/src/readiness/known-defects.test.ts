import { describe, expect, test } from "bun:test";
import { addMinutes } from "../kernel/index.ts";
import { version } from "../work-order/facts.fixture.ts";
import { checks, reservedChecks } from "./checks.ts";
import type { ReadinessFacts } from "./facts.ts";
import { recommendedPolicies } from "./policy.ts";
import {
  clock,
  facts,
  item,
  judge,
  machine,
  now,
  policy,
  record,
  step,
  waiverOf,
  withRecords,
} from "./readiness.fixture.ts";

const ago = (minutes: number) => addMinutes(now, -minutes);
const low = (value: number) => ({
  field: "tension1",
  code: "FORM_VALUE_TOO_LOW",
  severity: "FAIL" as const,
  context: { field: "tension1", value },
});

describe("domain.md 10.2, readiness", () => {
  test("D16: the same facts at a later time are judged anew, by age too", () => {
    expect(judge(facts(), {}, now).status).toBe("PASSED");
    const later = judge(facts(), { policies: recommendedPolicies(null) }, addMinutes(now, 1_500));
    expect(later.status).toBe("FAILED");
    expect(later.items.filter(({ state }) => state === "FAILED").map((i) => i.checkCode)).toEqual([
      "SOLDER_PASTE",
      "PREP_PASTE",
      "PREP_STENCIL_USAGE",
      "PREP_STENCIL_CLEAN",
    ]);
  });

  describe("D17: a waiver holds while what it waived is unchanged", () => {
    const policies = recommendedPolicies(null);
    const missing = withRecords("QR-Pro-130");
    const failed = item("PREP_STENCIL_CLEAN", missing, { policies });
    const waivers = [waiverOf(failed)];
    const state = (given: ReadinessFacts, at = now) =>
      item("PREP_STENCIL_CLEAN", given, { policies, waivers, at }).state;
    test("at the next check and the day after", () => {
      expect(failed).toMatchObject({ state: "FAILED", isWaivable: true });
      expect(state(missing)).toBe("WAIVED");
      expect(state(missing, addMinutes(now, 1_440))).toBe("WAIVED");
    });
    test("not for a record that came since and is bad", () =>
      expect(state(withRecords("QR-Pro-130", record("QR-Pro-130", { judgement: "FAIL" })))).toBe(
        "FAILED",
      ));
    test("not for another record that grows stale after the first one did", () => {
      const stale = (id: string) =>
        withRecords("QR-Pro-130", record("QR-Pro-130", { id, occurredAt: ago(1_441) }));
      const accepted = [waiverOf(item("PREP_STENCIL_CLEAN", stale("a"), { policies }))];
      const again = (id: string) =>
        item("PREP_STENCIL_CLEAN", stale(id), { policies, waivers: accepted }).state;
      expect([again("a"), again("b")]).toEqual(["WAIVED", "FAILED"]);
    });
    test("not for a record that was put right and still fails, otherwise", () => {
      const worn = (value: number) =>
        withRecords(
          "QR-Pro-130",
          record("QR-Pro-130", { judgement: "FAIL", findings: [low(value)] }),
        );
      const accepted = [waiverOf(item("PREP_STENCIL_CLEAN", worn(29), { policies }))];
      const again = (value: number) =>
        item("PREP_STENCIL_CLEAN", worn(value), { policies, waivers: accepted }).state;
      expect([again(29), again(12)]).toEqual(["WAIVED", "FAILED"]);
    });
    test("a record that is old and turns out bad, or bad and grows old, is another failure", () => {
      const at = (occurredAt: string, over: object = {}) =>
        withRecords("QR-Pro-130", record("QR-Pro-130", { occurredAt, ...over }));
      const bad = { judgement: "FAIL" as const, findings: [low(12)] };
      const [old, young] = [ago(2_000), ago(30)];
      const states = (from: ReadinessFacts, to: ReadinessFacts) => {
        const accepted = [waiverOf(item("PREP_STENCIL_CLEAN", from, { policies }))];
        return [from, to].map(
          (given) => item("PREP_STENCIL_CLEAN", given, { policies, waivers: accepted }).state,
        );
      };
      expect(states(at(old), at(old, bad))).toEqual(["WAIVED", "FAILED"]);
      expect(states(at(young, bad), at(old, bad))).toEqual(["WAIVED", "FAILED"]);
      expect(item("PREP_STENCIL_CLEAN", at(old, bad)).finding?.code).toBe(
        "READINESS_RECORD_FAILED",
      );
    });
    test("paste whose life is over stays waived when the job writes that down", () => {
      const over = { ...facts().paste, usableUntil: ago(1) } as NonNullable<
        ReadinessFacts["paste"]
      >;
      const waived = [waiverOf(item("SOLDER_PASTE", facts({ paste: over }), { policies }))];
      const after = (more: object) =>
        item("SOLDER_PASTE", facts({ paste: { ...over, ...more } }), { policies, waivers: waived })
          .state;
      expect(after({ blockedCode: "PASTE_OPEN_LIFE_EXCEEDED" })).toBe("WAIVED");
      expect(after({ bottleNo: "B-2" })).toBe("FAILED");
    });
    test("not when it has expired, was taken back, waits for a second person, or the gate blocks by now", () => {
      const until = (expiresAt: string) =>
        item("PREP_STENCIL_CLEAN", missing, {
          policies,
          waivers: [waiverOf(failed, { expiresAt })],
        });
      expect(until(addMinutes(now, 1)).state).toBe("WAIVED");
      expect(until(ago(1))).toMatchObject({ state: "FAILED", since: ago(1) });
      for (const over of [{ state: "REVOKED" as const }, { state: "REQUESTED" as const }])
        expect(
          item("PREP_STENCIL_CLEAN", missing, { policies, waivers: [waiverOf(failed, over)] })
            .state,
        ).toBe("FAILED");
      const blocks = [policy("PREP_STENCIL_CLEAN", { gate: "BLOCK" })];
      expect(item("PREP_STENCIL_CLEAN", missing, { policies: blocks, waivers })).toMatchObject({
        state: "FAILED",
        isWaivable: false,
      });
    });
  });

  test("D18: a clock that runs out is found by the time, whether a job has noticed or not", () => {
    const running = facts({ run: { ...facts().run, state: "IN_PROGRESS" }, clocks: [clock()] });
    expect(item("TIME_RULE", running).state).toBe("PASSED");
    expect(item("TIME_RULE", running, { at: addMinutes(now, 140) })).toMatchObject({
      state: "FAILED",
      itemKey: "c1",
      since: addMinutes(now, 140),
      finding: { code: "READINESS_CLOCK_EXPIRED" },
    });
    const ended = facts({ clocks: [clock({ state: "LATE_COMPLETED", expiresAt: ago(1) })] });
    expect(item("TIME_RULE", ended).state).toBe("PASSED");
  });

  test("D19: a waived clock is a waived item, and only the clock's own waiver makes it one", () => {
    const expired = clock({ state: "EXPIRED", expiresAt: ago(1) });
    const failed = item("TIME_RULE", facts({ clocks: [expired] }));
    const waivers = [waiverOf(failed)];
    expect(item("TIME_RULE", facts({ clocks: [expired] }), { waivers }).state).toBe("FAILED");
    const waived = {
      ...expired,
      state: "WAIVED",
      waivedAt: now,
      waivedByName: "bo",
      waiveReason: "ok",
    };
    expect(item("TIME_RULE", facts({ clocks: [waived] }))).toMatchObject({
      state: "WAIVED",
      waiver: { reason: "ok", approvedByName: "bo" },
    });
    const fixed = facts({ clocks: [{ ...expired, isWaivable: false }] });
    expect(item("TIME_RULE", fixed).isWaivable).toBe(false);
  });

  describe("D20: existence is not enough", () => {
    const stale = [
      ["PREP_BAKE", "QR-Pro-057", 3 * 1_440],
      ["PREP_STENCIL_CLEAN", "QR-Pro-130", 1_440],
      ["PREP_SQUEEGEE", "QR-Mac-144", 7 * 1_440],
    ] as const;
    for (const [checkCode, formCode, window] of stale)
      test(`${checkCode}: good until ${window} minutes, stale from there on, with its age`, () => {
        const aged = (minutes: number) =>
          item(
            checkCode,
            withRecords(formCode, record(formCode, { level: "PLANT", occurredAt: ago(minutes) })),
          );
        expect(aged(window - 1).state).toBe("PASSED");
        expect(aged(window)).toMatchObject({
          finding: {
            code: "READINESS_EVIDENCE_STALE",
            context: { ageMinutes: window, freshnessMinutes: window },
          },
          since: now,
        });
        expect(aged(525_600).finding?.code).toBe("READINESS_EVIDENCE_STALE");
      });
    test("paste: its life is compared with the clock", () => {
      const paste = { ...facts().paste, usableUntil: now } as ReadinessFacts["paste"];
      expect(item("SOLDER_PASTE", facts({ paste })).finding).toEqual({
        code: "READINESS_PASTE_UNUSABLE",
        context: { bottleNo: "B-1", blockedCode: null, limit: "OPEN_LIFE", usableUntil: now },
      });
    });
    test("program: the newest of run and line counts, and a route that names none accepts any", () => {
      const mine = record("QR-Pro-105", { values: { program: "LF-245" }, occurredAt: ago(60) });
      const theirs = record("QR-Pro-105", {
        id: "t",
        level: "LINE",
        values: { program: "OTHER" },
        occurredAt: ago(10),
      });
      const given = withRecords("QR-Pro-105", mine, theirs);
      expect(item("PREP_PROGRAM", given).finding).toEqual({
        code: "READINESS_PROGRAM_MISMATCH",
        context: {
          formCode: "QR-Pro-105",
          subjectKey: null,
          program: "OTHER",
          expected: "LF-245",
        },
      });
      const open = version();
      const any = {
        ...given,
        version: { ...open, snapshot: { ...open.snapshot, steps: [step(20, "reflow")] } },
      };
      expect(item("PREP_PROGRAM", any).state).toBe("PASSED");
    });
  });

  test("D21: one machine under repair fails, by its name", () => {
    const equipment = [machine(), machine({ code: "AOI-1", status: "REPAIR" })];
    const found = judge(facts({ equipment })).items.filter((i) => i.checkCode === "EQUIPMENT");
    expect(found.map(({ itemKey, finding }) => [itemKey, finding?.code])).toEqual([
      ["PR-1", undefined],
      ["AOI-1", "EQUIPMENT_NOT_FIT"],
    ]);
  });

  test("D22: ROUTE blocks whatever is said or waived; LOADING is kept unwaivable for its room", () => {
    const broken = facts({ version: null });
    const failed = item("ROUTE", broken);
    const settled = {
      policies: [policy("ROUTE", { gate: "OFF" }), policy("ROUTE", { gate: "ALERT" })],
      needs: [{ checkCode: "ROUTE", isNeeded: false, remark: null, setByName: "x", setAt: now }],
      waivers: [waiverOf(failed)],
    };
    expect(item("ROUTE", broken, settled)).toMatchObject({
      state: "FAILED",
      gate: "BLOCK",
      isWaivable: false,
    });
    expect(reservedChecks.LOADING).toEqual({ isWaivable: false });
  });

  test("no set of waivers lets a check that is never waivable fail through", () => {
    const loading = {
      ...(checks[0] as (typeof checks)[number]),
      code: "LOADING",
      judge: () =>
        checks[0]?.judge(facts({ version: null }), { now, freshnessMinutes: null }) ?? [],
    };
    const states = ["ACTIVE", "REQUESTED", "REVOKED"] as const;
    const broken = facts({ version: null });
    for (let seed = 1; seed <= 300; seed++) {
      const pick = <T>(from: readonly T[], salt: number): T =>
        from[(seed * 7_919 + salt * 104_729) % from.length] as T;
      const failed = item("ROUTE", broken);
      const waivers = Array.from({ length: seed % 5 }, (_, n) =>
        waiverOf(
          { ...failed, checkCode: pick(["ROUTE", "LOADING"], n) },
          {
            state: pick(states, n + 1),
            expiresAt: pick([null, addMinutes(now, 5), ago(5)], n + 2),
            itemKey: pick(["", "step:10"], n + 3),
          },
        ),
      );
      const gates = ["OFF", "RECORD", "ALERT", "BLOCK"] as const;
      const policies = (["GLOBAL", "LINE", "ROUTE", "PRODUCT"] as const).map((scope, n) =>
        policy(pick(["ROUTE", "LOADING"], n), {
          scope,
          scopeKey: { GLOBAL: "", LINE: "L1", ROUTE: "SMT-1", PRODUCT: "P1" }[scope],
          gate: pick(gates, n),
        }),
      );
      const { status } = judge(broken, { waivers, policies });
      expect(status).toBe("FAILED");
      expect(loading.isWaivable).toBe(false);
    }
  });
});
