import { describe, expect, test } from "bun:test";
import { addFailure, addJunit, lastLine, slowest, tally } from "./tally.ts";
import { partOf, select } from "./test-parts.ts";

const report = `<?xml version="1.0"?><testsuites tests="4" failures="1" skipped="1">
<testsuite name="a.test.ts" file="a.test.ts" tests="4" time="1.25" hostname="vm">
    <testsuite name="in it" file="a.test.ts" line="1" tests="1" time="9" hostname="vm">
    </testsuite>
  <testcase name="one" classname="a" time="0.001" file="a.test.ts" line="1" assertions="1" />
  <testcase name="two &amp; &quot;more&quot;" file="a.test.ts" assertions="1">
    <failure type="AssertionError" />
  </testcase>
  <testcase name="three" file="a.test.ts" assertions="0">
    <skipped />
  </testcase>
  <testcase name="four" file="a.test.ts" assertions="1"></testcase>
</testsuite></testsuites>`;

describe("a tally", () => {
  test("counts the cases of a report and names those that did not pass", () => {
    const part = tally("Part");
    addJunit(part, report);
    expect(part).toMatchObject({
      passed: 2,
      failed: 1,
      skipped: 1,
      remarks: [`failed   a.test.ts: two & "more"`, "skipped  a.test.ts: three"],
      files: [{ file: "a.test.ts", seconds: 1.25 }],
    });
  });

  const lines: [passed: number, failed: number, skipped: number, line: string][] = [
    [3, 0, 0, "3 passed, 0 failed"],
    [3, 1, 0, "3 passed, 1 failed"],
    [3, 0, 2, "3 passed, 0 failed, 2 skipped"],
  ];
  for (const [passed, failed, skipped, line] of lines)
    test(`ends with "${line}"`, () =>
      expect(
        lastLine([
          { ...tally("A"), passed },
          { ...tally("B"), failed, skipped },
        ]),
      ).toBe(line));

  test("names the files that took longest", () => {
    const files = [1, 30.06, 4].map((seconds) => ({ file: `${seconds}.test.ts`, seconds }));
    const told = slowest([{ ...tally("A"), files }, tally("B")], 2);
    expect(told).toEqual(["  30.1 s  30.06.test.ts", "   4.0 s  4.test.ts"]);
  });

  test("a process that broke counts as a failure", () => {
    const part = tally("Part");
    addFailure(part, "Part ended with SIGKILL");
    expect(lastLine([part])).toBe("0 passed, 1 failed");
  });
});

describe("a test file belongs to", () => {
  const files: [path: string, part: string][] = [
    ["packages/domain/src/execution/track-in.test.ts", "unit"],
    ["apps/web/src/lib/scanner.test.ts", "unit"],
    ["scripts/steps.test.ts", "unit"],
    ["scripts/structure/structure.test.ts", "structure"],
    ["packages/db/src/writer.test.ts", "scenario"],
    ["apps/server/src/modules/plant/plant.scenario.test.ts", "scenario"],
    ["apps/web/journeys/planner.journey.test.ts", "journey"],
    ["apps/web/journeys/operator.timed.test.ts", "timed"],
    ["packages/testkit/src/kill.slow.test.ts", "slow"],
  ];
  for (const [path, part] of files)
    test(`${part}: ${path}`, () => expect<string>(partOf(path)).toBe(part));

  test("a selection by part or by a piece of its path", () => {
    const paths = files.map(([path]) => path);
    expect([...select(paths, ["slow"]).keys()]).toEqual(["slow"]);
    expect(select(paths, ["plant"]).get("scenario")).toHaveLength(1);
    expect([...select(paths, ["check"]).keys()]).toEqual(["structure"]);
    expect([...select(paths, []).values()].flat()).toHaveLength(paths.length);
    expect(select(paths, ["nowhere"]).size).toBe(0);
  });
});
