import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import type { IncomingMessage } from "node:http";
import { fileBytesMax } from "@lineside/domain/file";
import { type Binary, startBinary } from "@lineside/testkit/binary";
import {
  askThrough,
  type FrontDoor,
  ownAddress,
  proxies,
  publicHost,
  textOf,
} from "./proxy.fixture.ts";

// Processes are started here; a loaded machine takes its time over them.
setDefaultTimeout(60_000);

let server: Binary;
beforeAll(async () => {
  server = await startBinary({
    seed: true,
    // What the head of each configuration says.
    env: {
      HOST: "127.0.0.1",
      APP_PUBLIC_URL: `https://${publicHost}`,
      APP_TRUSTED_PROXY: "127.0.0.1",
    },
  });
});
afterAll(() => server?.dispose());

describe.each(proxies())("behind %s", (_, start) => {
  let proxy: FrontDoor;
  let cookie: string;
  const json = { "content-type": "application/json", origin: `https://${publicHost}` };
  const signIn = (headers: Record<string, string> = {}, as = "admin") => {
    const person = server.signIns.find(({ role }) => role === as);
    const body = JSON.stringify({ username: person?.username, password: person?.password });
    return askThrough(proxy.port, "/api/auth/sign-in", {
      ...{ method: "POST", body, headers: { ...json, ...headers } },
    });
  };
  const cookiesOf = (answer: IncomingMessage) => answer.headers["set-cookie"] ?? [];
  const jarOf = (answer: IncomingMessage) =>
    cookiesOf(answer)
      .map((each) => each.split(";")[0])
      .join("; ");

  beforeAll(async () => {
    proxy = await start(Number(new URL(server.url).port));
    cookie = jarOf(await signIn());
  });
  afterAll(() => proxy?.stop());

  test("cookies are for TLS only, browsers are told once to stay there, pages are compressed", async () => {
    const answer = await signIn();
    expect(answer.statusCode).toBe(200);
    expect(cookiesOf(answer).length).toBeGreaterThan(0);
    for (const each of cookiesOf(answer)) expect(each).toMatch(/^__Secure-.*Secure/i);
    const page = await askThrough(proxy.port, "/");
    expect(page.headers["strict-transport-security"]).toBe("max-age=31536000");
    const [script = ""] = /\/assets\/vendor[\w./-]+\.js/.exec(await textOf(page)) ?? [];
    const packed = await askThrough(proxy.port, script, { headers: { "accept-encoding": "br" } });
    expect(packed.headers["content-encoding"]).toBe("br");
    const raw = page.rawHeaders.filter((name) => /^strict-transport/i.test(name));
    expect(raw).toHaveLength(1);
  });

  test("a change from the public address is taken, from another site refused", async () => {
    const change = (origin: string) =>
      askThrough(proxy.port, "/api/settings", {
        ...{ method: "PATCH", body: "{}" },
        headers: { ...json, cookie, origin },
      });
    expect((await change(`https://${publicHost}`)).statusCode).toBe(200);
    const foreign = await change("https://evil.example");
    expect([foreign.statusCode, JSON.parse(await textOf(foreign)).code]).toEqual([
      403,
      "ORIGIN_MISMATCH",
    ]);
  });

  test("the address written down is that of the person, whatever the browser claims", async () => {
    const claimed = await signIn({ "x-forwarded-for": "203.0.113.9" });
    const headers = { cookie: jarOf(claimed) };
    const sessions = JSON.parse(
      await textOf(await askThrough(proxy.port, "/api/auth/sessions", { headers })),
    );
    const rows: { ip: string; isCurrent: boolean }[] = sessions.items;
    expect(rows.find((row) => row.isCurrent)?.ip).toBe(ownAddress);
  });

  test("a live change arrives while the stream is open", async () => {
    const headers = { cookie, "accept-encoding": "gzip, br" };
    const stream = await askThrough(proxy.port, "/api/stream", { headers });
    expect(stream.headers["content-type"]).toContain("text/event-stream");
    expect(stream.headers["content-encoding"]).toBeUndefined();
    const listeners = async () => {
      const scraped = await server.fetch("/metrics", { headers: { cookie } });
      return /^lineside_live_clients\S* (\d+)$/m.exec(await scraped.text())?.[1];
    };
    expect(await listeners()).toBe("1");
    const plantName = `Suzhou ${proxy.port}`;
    let text = "";
    // A proxy that holds it back lets this test run out of time.
    for await (const part of stream) {
      if (text === "") {
        expect(String(part)).toContain(": open");
        const body = JSON.stringify({ plantName });
        await askThrough(proxy.port, "/api/settings", {
          ...{ method: "PATCH", body, headers: { ...json, cookie } },
        });
      }
      text += String(part);
      if (text.includes("settings.changed")) break;
    }
    expect(text).toContain("settings.changed");
    // The screen is closed, and Lineside hears of it through the proxy.
    while ((await listeners()) !== "0") await Bun.sleep(20);
  });

  test("the largest photo passes, a larger one is refused before it is stored", async () => {
    const operator = jarOf(await signIn({}, "operator"));
    const upload = async (size: number) => {
      const body = Buffer.alloc(size, 7);
      body.set(Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"));
      const answer = await askThrough(proxy.port, "/api/files?name=board.png", {
        method: "POST",
        body,
        headers: { "content-type": "image/png", cookie: operator, origin: `https://${publicHost}` },
      }).catch(() => null);
      return answer?.statusCode ?? "hung up";
    };
    expect(await upload(fileBytesMax)).toBe(200);
    expect([400, 409, 413, 502, "hung up"]).toContain(await upload(fileBytesMax + 2_000_000));
  });
});
