import type { launchBrowser } from "../../packages/testkit/src/chromium.ts";
import { serverShots, settingsShot } from "./server-shots.ts";

export type Browser = Awaited<ReturnType<typeof launchBrowser>>;
export type BrowserContext = Awaited<ReturnType<Browser["newContext"]>>;
export type Page = Awaited<ReturnType<BrowserContext["newPage"]>>;

/** What a picture is taken of: a person of the demo factory, an address, what they do there first. */
export interface Shot {
  /** user_docs/images/<language>/<name>.png */
  name: string;
  /** null: nobody has signed in. */
  user: string | null;
  path: string | ((server: Server) => Promise<string>);
  isPhone?: boolean;
  act?: (page: Page, server: Server) => Promise<void>;
}

/** The API, as the person of the picture. */
export interface Server {
  // biome-ignore lint/suspicious/noExplicitAny: whatever the door answers
  get(path: string): Promise<any>;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  send(method: "POST" | "PATCH", path: string, body: object): Promise<any>;
}

const runNo = "RUN-WO-2611-002-01";

/** A board that waits before this station. */
async function waiting(server: Server, station: string, at = 0): Promise<string> {
  const { waiting: boards } = await server.get(`/stations/${station}/queue`);
  return boards[at].sn;
}

/** Typed into the scan line; a person needs a moment before the next label. */
async function scan(page: Page, text: string): Promise<void> {
  await page.locator("[data-home]").first().fill(text);
  await page.keyboard.press("Enter");
  await page.waitForTimeout(900);
}

async function key(page: Page, name: string): Promise<void> {
  await page.keyboard.press(name);
  await page.waitForTimeout(400);
}

const takeIn = (station: string) => async (page: Page, server: Server) => {
  await scan(page, await waiting(server, station));
};

/** A tighter limit and a stricter breach, compiled: something to compare. */
async function changedRoute(server: Server): Promise<string> {
  const code = "PCBA-SMT-V1";
  const { items } = await server.get("/capture-items");
  for (const item of items) {
    const { id, version } = item;
    if (item.code === "PEAK_TEMP")
      await server.send("PATCH", `/capture-items/${id}`, { version, upperLimit: 248 });
    if (item.code === "VOLUME")
      await server.send("PATCH", `/capture-items/${id}`, { version, onBreach: "BLOCK" });
  }
  await server.send("POST", `/routes/${code}/compile`, {});
  return `/routes/${code}/diff/1/2`;
}

async function failedBoard(server: Server): Promise<string> {
  const { items } = await server.get("/defects");
  return `/trace/${encodeURIComponent(items[0].sn)}`;
}

/** A rack of twelve places; boards that wait before this station lie on the first of them. */
async function rack(
  server: Server,
  { carrierNo, station, count }: { carrierNo: string; station: string; count: number },
): Promise<string> {
  await server.send("POST", "/carriers", {
    carrierNo,
    kind: "RACK",
    name: "Rack by the printer",
    capacity: 12,
  });
  const { waiting: boards } = await server.get(`/stations/${station}/queue`);
  const sns = boards.slice(0, count).map(({ sn }: { sn: string }) => sn);
  await server.send("POST", `/carriers/${carrierNo}/load`, { sns });
  return carrierNo;
}

/** Two keys, as an administrator makes them. */
async function apiKeys(server: Server): Promise<string> {
  const { items: lines } = await server.get("/lines");
  const line = lines.find(({ code }: { code: string }) => code === "SMT-B");
  const bound = { lineIds: [line.id] };
  await server.send("POST", "/api-keys", { name: "AOI-2", sources: ["aoi-2"], ...bound });
  await server.send("POST", "/api-keys", { name: "MES gateway of SMT-B", ...bound });
  return "/admin/api-keys";
}

/** After the first backup was restored and compared. */
async function health(server: Server): Promise<string> {
  await server.send("POST", "/backups", {});
  for (let round = 0; round < 60; round++) {
    const { verdict } = await server.get("/backups/status");
    if (verdict === "OK") break;
    await Bun.sleep(500);
  }
  await server.send("POST", "/health/check", {});
  return "/admin";
}

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

/** What the paste inspection of line B tells: most of it known, some of it not. */
async function machineEvents(server: Server): Promise<string[]> {
  const { items: units } = await server.get("/runs/RUN-WO-2611-020-01/units?limit=4");
  const sns: string[] = units.map(({ sn }: { sn: string }) => sn);
  const source = "spi.line-b";
  const event = (key: string, payload: object) => ({
    dedupeKey: `${source}-${key}`,
    sourceSystem: source,
    eventType: "AUTO",
    occurredAt: minutesAgo(1),
    payload: { station: "SPI-2", result: "PASS", ...payload },
  });
  await server.send("POST", "/ingest/endpoints", { handle: source, stationCode: "SPI-2" });
  await server.send("POST", "/ingest/cfx?mode=sync", {
    MessageName: "CFX.Heartbeat",
    Version: "1.7",
    TimeStamp: minutesAgo(2),
    UniqueID: `${source}-0`,
    Source: source,
    MessageBody: { CFXHandle: source, HeartbeatFrequency: "00:05:00", ActiveFaults: [] },
  });
  const sent = await server.send("POST", "/ingest/events?mode=sync", [
    ...sns.map((sn, at) => event(`wait-${at}`, { sn })),
    event("new", { sn: "P-3001-2611-09001" }),
    event("elsewhere", { sn: sns[0], station: "SPI-9" }),
    event("nothing", { barcode: sns[0] }),
    event("wait-0", { sn: sns[0] }),
  ]);
  return sent.items.map(({ eventId }: { eventId: string }) => eventId);
}

export const shots: Shot[] = [
  { name: "sign-in", user: null, path: "/sign-in" },
  { name: "home", user: "planner", path: "/" },
  { name: "station-choose", user: "operator", path: "/station?choose=1" },
  { name: "station", user: "operator", path: "/station/MOUNT-1" },
  {
    name: "station-values",
    user: "operator",
    path: "/station/REFLOW-1",
    async act(page, server) {
      await takeIn("REFLOW-1")(page, server);
      await page.waitForTimeout(2500);
      await page.keyboard.type("243.5", { delay: 150 });
    },
  },
  {
    name: "station-fail",
    user: "operator",
    path: "/station/AOI-1",
    async act(page, server) {
      await takeIn("AOI-1")(page, server);
      await page.waitForTimeout(2500);
      await key(page, "F2");
      await key(page, "1");
      await page.waitForTimeout(600);
      await page.keyboard.type("U5", { delay: 150 });
    },
  },
  {
    name: "station-stop",
    user: "operator",
    path: "/station/PRINT-1",
    act: async (page, server) => scan(page, await waiting(server, "MOUNT-1")),
  },
  {
    name: "station-phone",
    user: "operator",
    path: "/station/SPI-1",
    isPhone: true,
    act: takeIn("SPI-1"),
  },
  {
    name: "carrier-load",
    user: "leader",
    path: async (server) =>
      `/load?carrier=${await rack(server, { carrierNo: "RACK-07", station: "PRINT-1", count: 6 })}`,
    act: async (page, server) => scan(page, await waiting(server, "PRINT-1", 6)),
  },
  {
    name: "station-carrier",
    user: "leader",
    path: "/station/PRINT-1",
    act: async (page) => {
      await scan(page, "RACK-07");
      await page.waitForTimeout(2500);
      await key(page, "3");
      await page.waitForTimeout(600);
      await key(page, "1");
      await page.waitForTimeout(600);
      await page.keyboard.type("U5", { delay: 150 });
      await key(page, "Enter");
    },
  },
  { name: "carriers", user: "leader", path: "/carriers" },
  { name: "orders", user: "planner", path: "/orders" },
  { name: "order", user: "planner", path: "/orders/WO-2611-002" },
  { name: "runs", user: "planner", path: "/runs" },
  {
    name: "run",
    user: "planner",
    path: `/runs/${runNo}`,
    // The river of boards stands below the fold.
    act: async (page) => {
      await page.mouse.move(700, 400);
      await page.mouse.wheel(0, 190);
      await page.waitForTimeout(400);
    },
  },
  { name: "run-authorize", user: "planner", path: "/runs/RUN-WO-2611-003-01" },
  {
    name: "prepare",
    user: "leader",
    path: "/runs/RUN-WO-2611-008-01/prepare",
  },
  { name: "readiness", user: "planner", path: "/readiness" },
  {
    name: "form",
    user: "operator",
    path: "/records?fill=QR-Pro-089",
    act: async (page) => {
      await page.locator("[role=dialog] input").first().fill("ST-1001-B");
      await key(page, "Enter");
      await page.waitForTimeout(900);
    },
  },
  { name: "paste", user: "operator", path: "/paste?bottle=D6-02" },
  { name: "bottles", user: "engineer", path: "/paste/bottles" },
  { name: "clocks", user: "leader", path: "/clocks" },
  { name: "time-rule", user: "engineer", path: "/time-rules?rule=WASH_4H" },
  { name: "policy", user: "engineer", path: "/readiness/policies" },
  { name: "equipment", user: "engineer", path: "/equipment" },
  { name: "jobs", user: "admin", path: "/ops/jobs" },
  { name: "inbox", user: "manager", path: "/inbox" },
  {
    name: "machine-events",
    user: "engineer",
    path: async (server) => {
      await machineEvents(server);
      return "/ingest?window=15m";
    },
  },
  {
    name: "machine-event",
    user: "engineer",
    path: async (server) => {
      const { items } = await server.get("/ingest/events?state=PARKED");
      const id = items.at(-1)?.id ?? (await machineEvents(server))[0];
      return `/ingest/events/${id}`;
    },
  },
  {
    name: "mapping",
    user: "engineer",
    path: "/routes/MIX-01/steps/20/mapping",
    act: async (page) => {
      await page.getByRole("button", { name: /^(Begin with an example|使用示例)$/ }).click();
      await page.waitForTimeout(1500);
    },
  },
  { name: "routes", user: "engineer", path: "/routes" },
  {
    name: "route",
    user: "engineer",
    path: "/routes/PCBA-SMT-V1",
    act: async (page) => {
      await page.getByText("40", { exact: true }).first().click();
      await page.waitForTimeout(800);
    },
  },
  { name: "route-diff", user: "engineer", path: changedRoute },
  { name: "defects", user: "quality", path: "/defects" },
  { name: "trace", user: "quality", path: failedBoard },
  { name: "products", user: "engineer", path: "/plant?tab=products" },
  { name: "plant", user: "admin", path: "/plant" },
  { name: "health", user: "admin", path: health },
  { name: "users", user: "admin", path: "/admin/users" },
  { name: "roles", user: "admin", path: "/admin/roles" },
  { name: "api-keys", user: "admin", path: apiKeys },
  settingsShot,
  { name: "audit", user: "admin", path: "/audit" },
  ...serverShots,
];
