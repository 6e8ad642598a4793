import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import type { StationQueue } from "@lineside/domain/execution";
import type { TraceAnswer } from "@lineside/domain/trace";
import { openStage, type Person, type Stage } from "./stage.ts";
import { pattern } from "./texts.ts";

setDefaultTimeout(60_000);

/** An engineer finds what a machine could not say, puts its cause right and lets it be told again. */
let stage: Stage;
let engineer: Person;
let key: string;
let sn: string;

beforeAll(async () => {
  stage = await openStage({ seed: true });
  engineer = await stage.person();
  const admin = await stage.person();
  await admin.signIn("admin");
  const made = await admin.call<{ key: string }>("POST", "/api-keys", { name: "SPI of line B" });
  key = made.key;
  await admin.context.close();
  const operator = await stage.person();
  await operator.signIn("operator3");
  const at = "/stations/PRINT-2";
  const queue = await operator.call<StationQueue>("GET", `${at}/queue?limit=1`);
  sn = queue.waiting[0]?.sn ?? "";
  await operator.call("POST", `${at}/track-in`, { sn });
  await operator.call("POST", `${at}/track-out`, { sn, result: "PASS" });
  await operator.context.close();
});

afterAll(async () => {
  await stage?.close();
});

async function report(dedupeKey: string, result: string) {
  const measurements = [
    { name: "VOLUME", value: 101, unit: "%" },
    { name: "HEIGHT", value: 125, unit: "µm" },
  ];
  const payload = { station: "SPI-2", sn, result, measurements };
  const event = { dedupeKey, sourceSystem: "spi-b", eventType: "AUTO", payload };
  const answer = await fetch(`${stage.binary.url}/api/ingest/events?mode=sync`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify([event]),
  });
  const { items } = (await answer.json()) as { items: { verdict: string; code?: string }[] };
  return items[0];
}

async function stationIs(isActive: boolean): Promise<void> {
  const { version } = await engineer.call<{ version: number }>("GET", "/stations/SPI-2");
  await engineer.call("PATCH", "/stations/SPI-2", { isActive, version });
}

test("what a machine reports wrongly stands on the monitor with its cause", async () => {
  await engineer.signIn("engineer");
  expect(await report("J-0", "GOOD")).toMatchObject({ code: "INGEST_RESULT_UNKNOWN" });
  await stationIs(false);
  expect(await report("J-1", "PASS")).toMatchObject({ code: "STATION_INACTIVE" });
  await engineer.go("/ingest");
  const { page, t } = engineer;
  await engineer.heading(t("ingest:toDecide")).waitFor();
  const causes = page.getByRole("list", { name: t("ingest:toDecide") }).getByRole("listitem");
  await causes.filter({ hasText: "GOOD" }).waitFor();
  await causes.filter({ hasText: "SPI-2" }).filter({ hasNotText: "GOOD" }).first().click();
  await engineer.arrives("/ingest/events");
});

test("opened, it shows the text as it came and what is in its way", async () => {
  const { page, t } = engineer;
  await page
    .getByRole("row")
    .filter({ hasText: pattern(t("errors:STATION_INACTIVE")) })
    .click();
  await engineer.heading(t("ingest:story")).waitFor();
  await page.getByText("STATION_INACTIVE").first().waitFor();
  await engineer.field(t("ingest:raw.search")).fill("VOLUME");
  await page.getByText(t("ingest:raw.hits", { count: 1 })).waitFor();
});

test("its cause put right, it is replayed: previewed, counted, with a reason", async () => {
  const { t, dialog } = engineer;
  await stationIs(true);
  await engineer.open(t("ingest:replay.one"));
  await dialog.getByText(t("ingest:replay.chosen", { count: 1 })).waitFor();
  await engineer.field(t("ingest:replay.confirm", { count: 1 })).fill("1");
  await engineer.field(t("common:reason.label")).fill("SPI is back in use");
  await engineer.button(t("ingest:replay.execute", { count: 1 })).click();
  await dialog.getByText(t("ingest:replay.done")).waitFor();
  await dialog.getByText(t("states:ingest.EXECUTED"), { exact: true }).waitFor();
  await engineer.button(t("common:close")).click();
  await engineer.state("ingest.EXECUTED").waitFor();
});

test("it was executed once, and the trace names the machine", async () => {
  const { page, t } = engineer;
  expect(await report("J-1", "PASS")).toMatchObject({ verdict: "duplicate" });
  const trace = await engineer.call<TraceAnswer>("GET", `/trace/units/${sn}`);
  expect(trace.tracks.map(({ station, source }) => `${station.code} ${source}`)).toEqual([
    "PRINT-2 MANUAL",
    "SPI-2 AUTO",
  ]);
  await engineer.go(`/trace/${sn}`);
  await engineer.heading(t("trace:story")).waitFor();
  await page.getByText("spi-b").first().waitFor();
  await page
    .getByRole("link", { name: t("trace:source.AUTO"), exact: true })
    .first()
    .click();
  await engineer.heading(t("ingest:effects")).waitFor();
  expect(stage.faults).toEqual([]);
});
