import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { eachDialect } from "@lineside/testkit/database";
import { resolveIdentifier, validateEntry } from "./identify-queries.ts";
import { aoi, MixedFloor, spi } from "./machines.fixture.ts";

eachDialect((dialect) => {
  const floor = new MixedFloor();
  beforeAll(() => floor.open(dialect));
  afterAll(() => floor.close());

  describe("what a machine asks before it begins", () => {
    const entry = (sn: string, stationCode = spi) =>
      validateEntry(floor.app.db, { sn, stationCode, at: floor.app.clock.now() });
    test("the guards of the track-in, explained, without the track-in", async () => {
      const { sns } = await floor.run(20);
      const sn = sns[0] ?? "";
      expect(await entry(sn)).toEqual({ ok: true, value: { stepNo: 20 } });
      expect(await entry(sn, aoi)).toMatchObject({
        ok: false,
        refusal: { code: "STATION_MISMATCH", context: { sn, rightStations: [spi] } },
      });
      expect(await entry("NOBODY")).toMatchObject({ refusal: { code: "UNIT_NOT_FOUND" } });
      expect(await entry(sn, "NOWHERE")).toMatchObject({ refusal: { code: "STATION_NOT_FOUND" } });
      expect(await floor.visits(sn)).toEqual([]);
    });

    test("what a code stands for", async () => {
      const { sns, runNo } = await floor.run(10, 4);
      const [one = "", two = "", three = ""] = sns;
      const panelNo = `PN-${runNo}`;
      const planner = await floor.app.as("planner");
      const bound = await planner.post(`/api/runs/${runNo}/panels`, { panelNo, sns: [one, two] });
      expect(bound.status).toBe(200);
      const carrierNo = `C-${runNo}`;
      await floor.eve.post("/api/carriers", { carrierNo, kind: "TRAY" });
      await floor.ann.post(`/api/carriers/${carrierNo}/load`, { sns: [three] });
      const kindOf = async (code: string) => {
        const { kind, units } = await resolveIdentifier(floor.app.db, code);
        return [kind, ...units.map(({ sn, position }) => `${position}:${sn}`)];
      };
      expect(await kindOf(one)).toEqual(["UNIT", `1:${one}`]);
      expect(await kindOf(panelNo)).toEqual(["PANEL", `1:${one}`, `2:${two}`]);
      expect(await kindOf(carrierNo)).toEqual(["CARRIER", `1:${three}`]);
      expect(await kindOf("NOTHING")).toEqual(["UNKNOWN"]);
    });
  });
});
