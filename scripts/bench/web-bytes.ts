// What a browser fetches for each page of the web app, as it travels: compressed JavaScript and CSS.
import { launchBrowser } from "@lineside/testkit/chromium";
import { benchUser } from "./prepare.ts";

export interface WebBytes {
  route: string;
  scriptKb: number;
  styleKb: number;
}

const routes = [
  "/station",
  "/orders",
  "/runs",
  "/routes",
  "/plant",
  "/trace",
  "/audit",
  "/admin/users",
];

/** Each page with an empty cache, so that it pays for all it needs. */
export async function measureWeb(url: string): Promise<WebBytes[]> {
  const browser = await launchBrowser();
  try {
    const signedIn = await browser.newContext();
    const page = await signedIn.newPage();
    const found = [await measure(page, `${url}/sign-in`, "/sign-in")];
    const answer = await page.request.post(`${url}/api/auth/sign-in`, { data: benchUser });
    if (!answer.ok()) throw new Error(`sign-in: ${answer.status()}`);
    const state = await signedIn.storageState();
    for (const route of routes) {
      const context = await browser.newContext({ storageState: state });
      found.push(await measure(await context.newPage(), url + route, route));
      await context.close();
    }
    return found;
  } finally {
    await browser.close();
  }
}

type Page = Awaited<
  ReturnType<
    Awaited<ReturnType<Awaited<ReturnType<typeof launchBrowser>>["newContext"]>>["newPage"]
  >
>;

/** Bodies as they travelled, compressed; headers are not counted. */
async function measure(page: Page, url: string, route: string): Promise<WebBytes> {
  await page.goto(url);
  // The page holds a live stream open, so "network idle" never comes: the app says when it is there.
  await page.locator("main, form").first().waitFor();
  await page.waitForFunction("document.readyState === 'complete'");
  const sizes = await page.evaluate<[string, number][]>(
    "performance.getEntriesByType('resource').map((entry) => [new URL(entry.name).pathname, entry.encodedBodySize])",
  );
  const sum = (ending: string) =>
    sizes.reduce((total, [path, size]) => (path.endsWith(ending) ? total + size : total), 0);
  return { route, scriptKb: sum(".js") / 1000, styleKb: sum(".css") / 1000 };
}
