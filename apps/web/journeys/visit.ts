import type { Person } from "./stage.ts";

/** Values in the middle of their limits, by station of the demo factory. */
const measured: Record<string, object[]> = {
  "SPI-1": [{ code: "VOLUME", value: 100 }],
  "REFLOW-1": [{ code: "PEAK_TEMP", value: 243 }],
};

/** Brings a board through a station without its screen: for journeys that are about something else. */
export async function visit(
  operator: Person,
  { sn, station }: { sn: string; station: string },
): Promise<void> {
  await operator.call("POST", `/stations/${station}/track-in`, { sn });
  const captures = measured[station] ?? [];
  await operator.call("POST", `/stations/${station}/track-out`, { sn, result: "PASS", captures });
}
