import { join } from "node:path";
import { type Binary, startBinary } from "@lineside/testkit/binary";
import { launchBrowser } from "@lineside/testkit/chromium";
import type { Browser, BrowserContext, Locator, Page } from "playwright-core";
import type { Translate } from "../src/lib/translate.ts";
import { Keyboard } from "./keyboard.ts";
import { type Language, labelled, textsOf } from "./texts.ts";
import { startVerdictClock } from "./verdict-clock.ts";

export interface Stage {
  binary: Binary;
  /** What no page may do: errors in the console, requests that leave the origin. */
  faults: string[];
  /** Somebody at a screen of their own, not signed in. */
  person(options?: PersonOptions): Promise<Person>;
  close(): Promise<void>;
}

export interface PersonOptions {
  language?: Language;
  theme?: "light" | "dark";
  size?: { width: number; height: number };
}

/** A person at a screen: reads words, presses keys. */
export interface Person {
  context: BrowserContext;
  page: Page;
  keys: Keyboard;
  t: Translate;
  go(path: string): Promise<void>;
  /** Has arrived at a page, whatever its filters. */
  arrives(path: string): Promise<void>;
  /** With the keyboard alone: the user name has the focus. */
  signIn(username: string, password?: string): Promise<void>;
  field(label: string): Locator;
  button(name: string): Locator;
  /** Drawers and popovers; what only passes by (a toast) is none. */
  dialog: Locator;
  /** Presses a button that opens a drawer or a popover, and waits for it. */
  open(name: string): Promise<void>;
  heading(title: string): Locator;
  /** The pill beside the title: `state("order.RELEASED")`. */
  state(state: string): Locator;
  /** Types a part of what is wanted into a box with choices, takes the first one with Enter. */
  choose(label: string, part: string): Promise<void>;
  /** A request of the signed-in user, for what the journey is not about. */
  call<T = unknown>(method: string, path: string, body?: object): Promise<T>;
}

const desk = { width: 1366, height: 768 };

/** One binary on its own data and one browser, for all journeys of a file. */
export async function openStage(options: {
  seed: boolean | "simulator";
  env?: Record<string, string>;
}): Promise<Stage> {
  const binary = await startBinary({ ...options, startTimeoutMs: 30_000 });
  const browser = await launchBrowser().catch(async (error) => {
    await binary.dispose();
    throw error;
  });
  const faults: string[] = [];
  return {
    binary,
    faults,
    person: (wanted = {}) => enter({ binary, browser, faults }, wanted),
    close: async () => {
      await keepPictures(browser);
      await browser.close();
      await binary.dispose();
    },
  };
}

/** JOURNEY_PICTURES=folder: what every screen that is still open showed in the end, to look into a failure. */
async function keepPictures(browser: Browser): Promise<void> {
  const folder = process.env.JOURNEY_PICTURES;
  if (!folder) return;
  const pages = browser.contexts().flatMap((context) => context.pages());
  for (const [at, page] of pages.entries())
    await page.screenshot({ path: join(folder, `screen-${at}.png`) });
}

interface Scene {
  binary: Binary;
  browser: Browser;
  faults: string[];
}

async function enter({ binary, browser, faults }: Scene, options: PersonOptions): Promise<Person> {
  const { language = "en", theme = "light", size = desk } = options;
  const isPhone = size.width < 600;
  const context = await browser.newContext({
    baseURL: binary.url,
    viewport: size,
    locale: language,
    colorScheme: theme,
    isMobile: isPhone,
    hasTouch: isPhone,
    reducedMotion: "reduce",
  });
  await context.addInitScript(startVerdictClock);
  context.setDefaultTimeout(10_000);
  watch(context, { origin: binary.url, faults });
  const page = await context.newPage();
  const t = textsOf(language);
  const keys = new Keyboard(page);
  // Dialogs and popovers come last in the document: what lies on top is what a person means.
  const field = (label: string) => page.getByLabel(labelled(label)).last();
  const dialog = page.locator("[role=dialog]:not([aria-modal=false])");
  return {
    context,
    page,
    dialog,
    keys,
    t,
    go: async (path) => {
      await page.goto(path);
    },
    arrives: (path) => page.waitForURL(({ pathname }) => pathname === path),
    signIn: async (username, password = passwordOf(binary, username)) => {
      await page.goto("/sign-in");
      await field(t("auth:username")).waitFor();
      await page.keyboard.type(username);
      await keys.press("Tab");
      await page.keyboard.type(password);
      await keys.press("Enter");
      await page.waitForURL((url) => url.pathname !== "/sign-in");
    },
    field,
    button: (name) => page.getByRole("button", { name, exact: true }).last(),
    open: async (name) => {
      await page.getByRole("button", { name, exact: true }).first().click();
      await dialog.last().waitFor();
    },
    heading: (title) => page.getByRole("heading", { name: title, exact: true }),
    state: (state) => page.locator("header").getByText(t(`states:${state}`), { exact: true }),
    choose: async (label, part) => {
      await field(label).focus();
      await keys.type(part);
      await page.getByRole("option", { name: part }).first().waitFor();
      await keys.press("Enter");
    },
    call: (method, path, body) => callAs(page, { method, path, body }),
  };
}

function passwordOf(binary: Binary, username: string): string {
  const known = binary.signIns.find((each) => each.username === username);
  if (!known) throw new Error(`Nobody is called ${username}`);
  return known.password;
}

async function callAs<T>(
  page: Page,
  { method, path, body }: { method: string; path: string; body?: object },
): Promise<T> {
  const origin = new URL(page.url()).origin;
  const answer = await page.request.fetch(`${origin}/api${path}`, {
    method,
    headers: { origin },
    ...(body && { data: body }),
  });
  if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${await answer.text()}`);
  return (await answer.json()) as T;
}

/** A refusal is an answer, and the browser logs it as an error all the same. */
const isRefusal = /status of 4\d\d/;

function watch(context: BrowserContext, to: { origin: string; faults: string[] }): void {
  const { origin, faults } = to;
  context.on("page", (page) => {
    page.on("console", (message) => {
      if (message.type() === "error" && !isRefusal.test(message.text()))
        faults.push(`console on ${page.url()}: ${message.text()}`);
    });
    page.on("pageerror", (error) => faults.push(`error on ${page.url()}: ${error.message}`));
  });
  context.on("request", (request) => {
    const url = new URL(request.url());
    if (url.origin !== origin && !["data:", "blob:"].includes(url.protocol))
      faults.push(`${request.frame().url()} asked ${url.origin}`);
  });
}
