import { expect, test } from "bun:test";
import { divergenceOf } from "./diverged.ts";

const unit = (sn: string, stepNo: number, state = "QUEUED") => ({ sn, stepNo, state });

test("the few that stand elsewhere are named", () => {
  const units = [unit("A", 30), unit("B", 30), unit("C", 40), unit("D", 30, "ON_HOLD")];
  const found = divergenceOf({
    units: units.map((each, at) => ({ ...each, panelPosition: 9, carrierPosition: at + 1 })),
  });
  expect(found).toMatchObject({ stepNo: 30, state: "QUEUED", count: 2 });
  expect(found?.strays.map(({ sn, position }) => `${sn} ${position}`)).toEqual(["C 3", "D 4"]);
});

test("a panel tells its positions under its own name", () => {
  const units = [unit("A", 30), unit("B", 40)].map((each) => ({ ...each, panelPosition: 7 }));
  expect(divergenceOf({ units })?.strays).toMatchObject([{ sn: "B", position: 7 }]);
});

test("nothing to name: all together, or nothing told", () => {
  expect(divergenceOf({ units: [unit("A", 30), unit("B", 30)] })).toBeNull();
  expect(divergenceOf({ units: "?" })).toBeNull();
  expect(divergenceOf({})).toBeNull();
});
