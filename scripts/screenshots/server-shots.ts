import type { Page, Server, Shot } from "./shots.ts";

const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();

/** One backup, made and verified as by hand. */
async function backedUp(server: Server): Promise<string> {
  await server.send("POST", "/backups", {});
  for (let round = 0; round < 100; round++) {
    const { items } = await server.get("/backups");
    if (items.some(({ state }: { state: string }) => state === "VERIFIED")) return "/admin/backups";
    await Bun.sleep(200);
  }
  throw new Error("The backup was not verified within 20 s.");
}

/** From now on decisions on defects are signed. */
async function signed(server: Server): Promise<string> {
  await server.send("PATCH", "/settings", { signatureFor: ["quality.disposeDefect"] });
  return "/admin/settings";
}

/** The window that asks for the password, before anything was decided. */
async function askForSignature(page: Page): Promise<void> {
  const form = page.locator("form").last();
  await form.locator("textarea").fill("U5 resoldered, see card 118");
  await form.locator("button[type=submit]").click();
  await page.waitForTimeout(1500);
}

async function openDefect(server: Server): Promise<string> {
  const { items } = await server.get("/defects?state=RECORDED");
  return `/defects?defect=${items[0].id}`;
}

async function announced(server: Server): Promise<string> {
  await server.send("POST", "/maintenance/announce", {
    startsAt: inHours(4),
    endsAt: inHours(4.5),
    message: "Upgrade of Lineside.",
    messageZh: "升级 Lineside。",
  });
  return "/inbox";
}

/** The strip is asked for when the page has time. */
async function awaitStrip(page: Page): Promise<void> {
  const strip = page.getByText(/Upgrade of Lineside|升级 Lineside/);
  await strip.first().waitFor({ timeout: 10_000 });
}

export const settingsShot: Shot = { name: "settings", user: "admin", path: signed };

/** How the server is looked after. They come last: what they announce stands on every later page. */
export const serverShots: Shot[] = [
  { name: "help", user: "operator", path: "/help/operator" },
  { name: "signature", user: "quality", path: openDefect, act: askForSignature },
  { name: "backups", user: "admin", path: backedUp },
  { name: "logs", user: "admin", path: "/admin/logs" },
  { name: "maintenance", user: "admin", path: announced, act: awaitStrip },
];
