import { Database } from "bun:sqlite";
import { describe, expect } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { launchBrowser } from "@lineside/testkit/chromium";
import type { TestDialect } from "@lineside/testkit/database";
import type { Target } from "./client.fixture.ts";
import { type AtScene, attack } from "./stage.fixture.ts";

type Page = Awaited<ReturnType<Awaited<ReturnType<typeof launchBrowser>>["newPage"]>>;

const markup = "<img src=x onerror=wasRun=1>";
const files = join(import.meta.dir, "../../../../..");
const tree = join(files, "apps/web/src/route-tree.gen.ts");

/** Where people's words and those of other systems are kept. */
const wordy =
  /^(.*name|.*Name(Zh)?|.*[tT]itle|label|description|note|.*Note|.*[rR]eason|comment|message|text|customer|department|phone|location|result(Text)?)(Zh)?$/;
/** Names of the machinery's own, and secrets. */
const kept =
  /^(_migration|sqlite_|platform_cron|platform_job|platform_setting|auth_account|auth_session|.*Hash$)/;
const keys = [
  "name",
  "nameZh",
  "label",
  "labelZh",
  "title",
  "titleZh",
  "text",
  "reason",
  "customer",
];

/** Attacks by markup in what people type. */
export function attackByMarkup(at: AtScene, dialect: TestDialect): void {
  describe("markup in what people type", () => {
    attack("is kept and told as it is", async () => {
      const { admin, engineer } = at();
      const fields = { name: markup, department: markup, phone: markup, roles: ["trace"] };
      const user = { username: "markup", password: "kT7-vbn2qpLx", ...fields };
      expect((await admin.send("POST", "/api/users", { body: user })).status).toBe(200);
      const role = { code: "markup", name: markup, nameZh: markup, description: markup };
      const rights = { permissions: ["wo:read"], scope: "ALL" };
      await admin.send("POST", "/api/roles", { body: { ...role, ...rights } });
      const line = { code: "XSS", name: markup, processType: "SMT" };
      await engineer.send("POST", "/api/lines", { body: line });
      await engineer.send("POST", "/api/products", { body: { code: "XSS-1", name: markup } });
      await admin.send("PATCH", "/api/settings", { body: { plantName: markup } });
      const words = { message: markup, messageZh: markup, startsAt: "2099-01-01T00:00:00.000Z" };
      const announced = await admin.send("POST", "/api/maintenance/announce", { body: words });
      expect(announced.status).toBe(200);
      const found = await admin.send("GET", "/api/users?q=markup");
      expect(found.body.items[0].name).toBe(markup);
      expect(found.headers.get("content-type")).toBe("application/json");
      expect(found.headers.get("x-content-type-options")).toBe("nosniff");
    });

    // It is the screens that show it: once is enough, and a file is spoilt soonest.
    if (dialect === "postgresql") return;
    attack("runs on no screen, wherever text is shown", async () => {
      const { admin, target } = at();
      await target.stop();
      expect(spoil(join(target.folder, "lineside.db"))).toBeGreaterThan(100);
      await target.restart();
      const browser = await launchBrowser();
      try {
        const context = await browser.newContext();
        const [name = "", value = ""] = admin.cookie.split("=", 2);
        await context.addCookies([{ name, value: value.split(";")[0] ?? "", url: target.url }]);
        const page = await context.newPage();
        const violations: string[] = [];
        page.on("dialog", (dialog) => void dialog.dismiss());
        page.on("console", (line) => {
          if (line.text().includes("Content Security Policy")) violations.push(line.text());
        });
        const shown = await walk(page, target);
        expect(violations).toEqual([]);
        // A walk that shows none of it proves nothing.
        expect(shown).toBeGreaterThan(15);
      } finally {
        await browser.close();
      }
    });
  });
}

/** Adds markup to every text of every row; returns how many rows hold it now. */
function spoil(path: string): number {
  const db = new Database(path);
  let rows = 0;
  try {
    const tables = db
      .query<{ name: string }, []>("SELECT name FROM sqlite_master WHERE type = 'table'")
      .all();
    for (const { name: table } of tables.filter(({ name }) => !kept.test(name))) {
      const columns = db
        .query<{ name: string; type: string }, []>(`SELECT * FROM pragma_table_info('${table}')`)
        .all();
      for (const { name, type } of columns) rows += spoilColumn(db, { table, name, type });
    }
  } finally {
    db.close();
  }
  return rows;
}

function spoilColumn(db: Database, column: { table: string; name: string; type: string }): number {
  const { table, name, type } = column;
  const run = (value: string) =>
    db
      .query(`UPDATE OR IGNORE "${table}" SET "${name}" = ${value} WHERE "${name}" IS NOT NULL`)
      .run().changes;
  if (type === "TEXT" && wordy.test(name)) return run(`"${name}" || '${markup}'`);
  if (type !== "JSONB" && type !== "JSON") return 0;
  const replaced = keys.reduce(
    (value, key) => `replace(${value}, '"${key}":"', '"${key}":"${markup}')`,
    `CAST("${name}" AS TEXT)`,
  );
  return run(replaced);
}

/** Every screen there is; where an address has gaps, one that a screen links to. */
async function walk(page: Page, target: Target): Promise<number> {
  const routes = [...readFileSync(tree, "utf8").matchAll(/fullPath: "(\/[^"]*)"/g)]
    .map(([, path = ""]) => path)
    .filter((path) => !["/$", "/sign-in", "/setup", "/change-password"].includes(path));
  expect(routes.length).toBeGreaterThan(40);
  const open = new Set(routes.map((path) => path.replace(/(.)\/$/, "$1")));
  const ready = [...open].filter((path) => !path.includes("$"));
  let shown = 0;
  for (let path = ready.shift(); path !== undefined; path = ready.shift()) {
    open.delete(path);
    const response = await page.goto(target.url + path);
    const policy = response?.headers()["content-security-policy"] ?? "";
    expect(policy).toContain("script-src 'self';");
    await page.locator("main, h1").first().waitFor();
    await settled(page);
    if ((await page.getByText("<img src=x").count()) > 0) shown++;
    expect([path, await page.evaluate("globalThis.wasRun ?? 0")]).toEqual([path, 0]);
    // Escaped, not merely blocked: nothing of it became an element.
    expect([path, await page.locator('img[src="x"]').count()]).toEqual([path, 0]);
    const links = await page
      .locator("a[href^='/']")
      .evaluateAll((all) => all.map((link) => link.getAttribute("href") ?? ""));
    for (const pattern of [...open].filter((route) => route.includes("$"))) {
      const found = links.find((link) => fits(pattern, link));
      if (!found) continue;
      open.delete(pattern);
      ready.push(found);
    }
  }
  return shown;
}

const fits = (pattern: string, link: string) =>
  new RegExp(`^${pattern.replace(/\$\w+/g, "[^/?#]+")}$`).test(link.split(/[?#]/)[0] ?? "");

/** Nothing was asked of the server for a moment. */
async function settled(page: Page): Promise<void> {
  let last = performance.now();
  const heard = () => {
    last = performance.now();
  };
  page.on("response", heard);
  const started = performance.now();
  while (performance.now() - last < 120 && performance.now() - started < 3_000) await Bun.sleep(30);
  page.off("response", heard);
}
