// npm run screenshots [-- name…]: the pictures of the manuals, from the compiled binary and its demo factory.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Binary, startBinary } from "../packages/testkit/src/binary.ts";
import { launchBrowser } from "../packages/testkit/src/chromium.ts";
import { buildSteps } from "./build-single.ts";
import {
  type Browser,
  type BrowserContext,
  type Page,
  type Server,
  type Shot,
  shots,
} from "./screenshots/shots.ts";
import { smallPng } from "./screenshots/small-png.ts";
import { checkBunVersion, setupSteps } from "./setup.ts";
import { main, root, ScriptError } from "./shell.ts";
import { runSteps } from "./steps.ts";

const languages = ["en", "zh-CN"];
const desk = { width: 1366, height: 768 };
const phone = { width: 390, height: 844 };

main(async () => {
  checkBunVersion();
  await runSteps([...setupSteps, ...buildSteps()]);
  const words = process.argv.slice(2).filter((word) => word !== "--");
  const chosen = shots.filter(({ name }) => words.length === 0 || words.includes(name));
  if (chosen.length === 0) throw new ScriptError(`There is no picture ${words.join(" ")}.`);
  const browser = await launchBrowser();
  try {
    for (const language of languages) await takeAll(browser, language, chosen);
  } finally {
    await browser.close();
  }
  return 0;
});

/** A factory of its own for each language, so that both show the same moment. */
async function takeAll(browser: Browser, language: string, chosen: Shot[]): Promise<void> {
  const folder = join(root, "user_docs/images", language);
  if (chosen.length === shots.length) rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const binary = await startBinary({ seed: true });
  const sessions = new Map<string, Session>();
  try {
    for (const shot of chosen) {
      const picture = smallPng(await take(browser, binary, { shot, language, sessions }));
      writeFileSync(join(folder, `${shot.name}.png`), picture);
      console.log(`${language}/${shot.name}.png  ${(picture.length / 1000).toFixed(0)} kB`);
    }
  } finally {
    await binary.dispose();
  }
}

interface Taking {
  shot: Shot;
  language: string;
  /** Cookies by user: a factory where somebody signs in for each picture has an odd trail. */
  sessions: Map<string, Session>;
}

type Session = Awaited<ReturnType<BrowserContext["storageState"]>>;

async function take(browser: Browser, binary: Binary, taking: Taking): Promise<Buffer> {
  const { shot, language, sessions } = taking;
  const known = shot.user ? sessions.get(shot.user) : undefined;
  const context = await browser.newContext({
    baseURL: binary.url,
    viewport: shot.isPhone ? phone : desk,
    hasTouch: shot.isPhone ?? false,
    locale: language,
    timezoneId: "Asia/Shanghai",
    colorScheme: "light",
    reducedMotion: "reduce",
    ...(known && { storageState: { ...known, origins: [] } }),
  });
  try {
    if (shot.user && !known) {
      await signIn(context, binary, shot.user);
      sessions.set(shot.user, await context.storageState());
    }
    return await picture(await context.newPage(), shot);
  } finally {
    await context.close();
  }
}

async function picture(page: Page, { name, path, act }: Shot): Promise<Buffer> {
  const failures: string[] = [];
  page.on("pageerror", (error) => failures.push(error.message));
  const server = serverOf(page);
  await page.goto(typeof path === "string" ? path : await path(server));
  await settled(page);
  await act?.(page, server);
  if (failures.length > 0) throw new ScriptError(`${name}: ${failures.join("; ")}`);
  return page.screenshot({ animations: "disabled", caret: "hide" });
}

function serverOf(page: Page): Server {
  const call = async (method: string, path: string, data?: object) => {
    const answer = await page.request.fetch(`/api${path}`, { method, ...(data && { data }) });
    if (!answer.ok()) throw new ScriptError(`${method} ${path}: ${await answer.text()}`);
    return answer.json();
  };
  return { get: (path) => call("GET", path), send: call };
}

/** The live stream never ends, so quiet is a page that has stopped changing. */
async function settled(page: Page): Promise<void> {
  await page.evaluate("document.fonts.ready.then(() => true)");
  let before = "";
  for (let round = 0; round < 40; round++) {
    await page.waitForTimeout(250);
    const now = await page.evaluate<string>("document.body.innerText");
    if (round > 1 && now !== "" && now === before) return;
    before = now;
  }
}

async function signIn(context: BrowserContext, binary: Binary, username: string): Promise<void> {
  const known = binary.signIns.find((each) => each.username === username);
  if (!known) throw new ScriptError(`The demo factory has no user ${username}.`);
  const answer = await context.request.post("/api/auth/sign-in", {
    data: { username, password: known.password },
  });
  if (!answer.ok()) throw new ScriptError(`${username} cannot sign in: ${answer.status()}`);
}
