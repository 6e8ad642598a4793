import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import type { StationQueue } from "@lineside/domain/execution";
import { barriersOn } from "./barriers.ts";
import { openStage, type Person, type Stage } from "./stage.ts";
import type { Language } from "./texts.ts";

setDefaultTimeout(120_000);

/** WCAG 2.2 AA, as far as a machine can tell, on the screens people spend their day at. */
let stage: Stage;
let sn: string;

beforeAll(async () => {
  stage = await openStage({ seed: true });
  const operator = await stage.person();
  await operator.signIn("operator");
  const queue = await operator.call<StationQueue>("GET", "/stations/AOI-1/queue?limit=5");
  sn = queue.waiting[0]?.sn ?? "";
  await operator.context.close();
  const engineer = await stage.person();
  await engineer.signIn("engineer");
  await engineer.call("POST", "/carriers", { carrierNo: "AX-RACK", kind: "RACK", capacity: 8 });
  await engineer.call("POST", "/carriers/AX-RACK/load", { sns: [sn] });
  await engineer.context.close();
});

afterAll(async () => {
  await stage?.close();
});

interface Screen {
  name: string;
  who: string | null;
  path: () => string;
  /** A word of the page's content, once it is loaded. */
  shows: (person: Person) => string;
}

const run = "RUN-WO-2611-002-01";
const screens: Screen[] = [
  {
    name: "sign-in",
    who: null,
    path: () => "/sign-in",
    shows: ({ t }) => t("auth:password"),
  },
  { name: "users", who: "admin", path: () => "/admin/users", shows: () => "leader" },
  { name: "health", who: "admin", path: () => "/admin", shows: ({ t }) => t("health:tick") },
  { name: "help", who: "admin", path: () => "/help", shows: ({ t }) => t("help:procedures") },
  { name: "manual", who: "admin", path: () => "/help/operator", shows: () => "F2" },
  {
    name: "help found",
    who: "admin",
    path: () => "/help?q=F2",
    shows: ({ t }) => t("help:title"),
  },
  { name: "home", who: "admin", path: () => "/", shows: ({ t }) => t("menu:home.also") },
  { name: "station", who: "admin", path: () => "/station/PRINT-1", shows: () => "PRINT-1" },
  { name: "run", who: "admin", path: () => `/runs/${run}`, shows: ({ t }) => t("run:river") },
  { name: "trace", who: "admin", path: () => `/trace/${sn}`, shows: ({ t }) => t("trace:story") },
  { name: "audit", who: "admin", path: () => "/audit", shows: () => "SMT-A" },
  { name: "clocks", who: "admin", path: () => "/clocks", shows: () => "P-1002" },
  { name: "wall of clocks", who: "admin", path: () => "/clocks?wall=1", shows: () => "P-1002" },
  { name: "inbox", who: "admin", path: () => "/inbox", shows: ({ t }) => t("notification:title") },
  {
    name: "time rule",
    who: "engineer",
    path: () => "/time-rules?rule=WASH_4H",
    shows: ({ t }) => t("time-rule:whichWins"),
  },
  { name: "route", who: "engineer", path: () => "/routes/PCBA-SMT-V1", shows: () => "REFLOW-1" },
  { name: "paste", who: "engineer", path: () => "/paste", shows: ({ t }) => t("paste:prompt") },
  {
    name: "bottle in hand",
    who: "engineer",
    path: () => "/paste?bottle=D6-02",
    shows: ({ t }) => t("paste:action.RETURN"),
  },
  { name: "bottles", who: "engineer", path: () => "/paste/bottles", shows: () => "D6-04" },
  {
    name: "bottle",
    who: "engineer",
    path: () => "/paste/bottles/D6-02",
    shows: ({ t }) => t("paste:tab.story"),
  },
  {
    name: "fridges",
    who: "engineer",
    path: () => "/paste/fridges",
    shows: ({ t }) => t("paste:readings.title"),
  },
  { name: "paste types", who: "engineer", path: () => "/paste/types", shows: () => "DEMO-6H" },
  { name: "carriers", who: "engineer", path: () => "/carriers", shows: () => "AX-RACK" },
  {
    name: "carrier",
    who: "engineer",
    path: () => "/carriers/AX-RACK",
    shows: ({ t }) => t("carrier:tab.units"),
  },
  {
    name: "carrier in hand",
    who: "engineer",
    path: () => "/load?carrier=AX-RACK",
    shows: ({ t }) => t("carrier:load.mode.UNLOAD"),
  },
  {
    name: "machine events",
    who: "engineer",
    path: () => "/ingest",
    shows: ({ t }) => t("ingest:sources.none"),
  },
  {
    name: "list of events",
    who: "engineer",
    path: () => "/ingest/events",
    shows: ({ t }) => t("ingest:events.none"),
  },
  {
    name: "endpoints",
    who: "engineer",
    path: () => "/ingest/endpoints",
    shows: ({ t }) => t("ingest:endpoints.none"),
  },
  {
    name: "mapping",
    who: "engineer",
    path: () => "/routes/MIX-01/steps/20/mapping",
    shows: ({ t }) => t("mapping:bench.lead"),
  },
  { name: "records", who: "engineer", path: () => "/records", shows: () => "QR-Pro-073" },
  {
    name: "form",
    who: "engineer",
    path: () => "/forms/QR-Pro-089",
    shows: ({ t }) => t("form:tab.revisions"),
  },
  { name: "readiness", who: "engineer", path: () => "/readiness", shows: () => "SMT-A" },
  {
    name: "preparation board",
    who: "engineer",
    path: () => "/runs/RUN-WO-2611-008-01/prepare",
    shows: ({ t }) => t("readiness:keepCheck"),
  },
  {
    name: "readiness policies",
    who: "engineer",
    path: () => "/readiness/policies",
    shows: ({ t }) => t("words:check.PREP_BAKE"),
  },
  { name: "machines", who: "engineer", path: () => "/equipment", shows: () => "REFLOW" },
  { name: "jobs", who: "admin", path: () => "/ops/jobs", shows: () => "clock.sweep" },
  {
    name: "backups",
    who: "admin",
    path: () => "/admin/backups",
    shows: ({ t }) => t("menu:backups"),
  },
  { name: "server log", who: "admin", path: () => "/admin/logs", shows: () => "listening" },
  {
    name: "API keys",
    who: "admin",
    path: () => "/admin/api-keys",
    shows: ({ t }) => t("api-keys:none"),
  },
  {
    name: "settings",
    who: "admin",
    path: () => "/admin/settings",
    shows: ({ t }) => t("settings:ingest"),
  },
  {
    name: "notice channels",
    who: "admin",
    path: () => "/admin/channels",
    shows: ({ t }) => t("menu:channels"),
  },
];

/** Colours come from the theme, texts from the language: two looks show each of the four once. */
const looks: [Language, "light" | "dark"][] = [
  ["en", "light"],
  ["zh-CN", "dark"],
];

test.each(looks)("no serious barrier in %s, %s", async (language, theme) => {
  const person = await stage.person({ language, theme });
  const barriers: string[] = [];
  let who: string | null = null;
  for (const screen of screens) {
    if (screen.who && screen.who !== who) {
      await person.context.clearCookies();
      await person.signIn(screen.who);
    }
    who = screen.who;
    await person.go(screen.path());
    await person.page.getByText(screen.shows(person)).filter({ visible: true }).first().waitFor();
    await person.page.waitForLoadState("load");
    for (const barrier of await barriersOn(person)) barriers.push(`${screen.name}: ${barrier}`);
  }
  await person.context.close();
  expect(barriers).toEqual([]);
});

test("no page complained, and no request left the origin", () => {
  expect(stage.faults).toEqual([]);
});
