import { z } from "zod";
import { defineCommand, execute } from "../../platform/command.ts";
import { systemCaller } from "../../platform/jobs/run.ts";
import type { Platform } from "../../platform/platform.ts";
import { countFates } from "./tally-store.ts";

const tallyMalformed = defineCommand({
  name: "ingest.tallyMalformed",
  permission: "internal",
  scope: "none",
  input: z.object({ sourceSystem: z.string(), count: z.int().min(1) }),
  async run(cx, { sourceSystem, count }) {
    const fate = { sourceSystem, stationCode: null, fate: "MALFORMED" as const };
    await countFates(
      cx.tx,
      cx.now,
      Array.from({ length: count }, () => fate),
    );
    return { count };
  },
});

/** What could not even be read is counted under who sent it: it has no key to be kept under. */
export async function countMalformed(
  platform: Platform,
  sourceSystem: string,
  count: number,
): Promise<void> {
  if (count === 0) return;
  const call = { input: { sourceSystem, count }, caller: systemCaller() };
  await execute(platform, tallyMalformed, call);
}
