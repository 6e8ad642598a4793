import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "node:tls";
import { type Binary, runBinary, startBinary } from "@lineside/testkit/binary";
import { testCertificate } from "@lineside/testkit/certificate";

// Processes are started here; a loaded machine takes its time over them.
setDefaultTimeout(60_000);

const [first, second, stranger] = [testCertificate(), testCertificate(), testCertificate()];
const over = testCertificate({ until: "210304050607Z" });
let folder: string;
let server: Binary;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "lineside-tls-"));
  install(first);
  server = await startBinary({
    seed: true,
    env: { ...pathsOf("APP_TLS"), ...pathsOf("APP_AMQP_TLS"), APP_AMQP_PORT: "0" },
  });
});
afterAll(async () => {
  await server?.dispose();
  rmSync(folder, { recursive: true });
});

const pathsOf = (setting: string) => ({
  [`${setting}_CERT_PATH`]: join(folder, "tls.pem"),
  [`${setting}_KEY_PATH`]: join(folder, "tls.key"),
});

function install({ cert, key }: { cert: string; key: string }): void {
  writeFileSync(join(folder, "tls.pem"), cert);
  writeFileSync(join(folder, "tls.key"), key);
}

/** The certificate a new connection is shown, as PEM without its line breaks. */
function shown(port = Number(new URL(server.url).port)): Promise<string> {
  const ask = () =>
    new Promise<string>((resolve, reject) => {
      const given = { host: "127.0.0.1", port, rejectUnauthorized: false };
      const socket = connect(given, () => {
        resolve(socket.getPeerCertificate().raw.toString("base64"));
        socket.destroy();
      });
      socket.on("error", reject);
    });
  // Who knocks at the socket that is just leaving is cut off: browsers ask again at once, too.
  return ask().catch(ask);
}

/** The port machines speak AMQP to, as the log tells it. */
const amqpPort = () => Number(/amqps:\/\/[^:"]+:(\d+)/.exec(server.logs())?.[1]);

const bodyOf = (cert: string) => cert.replaceAll(/-----[A-Z ]+-----|\s/g, "");

async function told(text: string): Promise<void> {
  while (!server.logs().includes(text)) await Bun.sleep(5);
}

test("over TLS cookies are for TLS only and browsers are told to stay there", async () => {
  expect(server.url).toStartWith("https://");
  const [user] = server.signIns;
  const signIn = await server.fetch("/api/auth/sign-in", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ username: user?.username, password: user?.password }),
  });
  expect(signIn.status).toBe(200);
  for (const cookie of signIn.headers.getSetCookie())
    expect(cookie).toMatch(/^__Secure-lineside\.[^;]+;.*HttpOnly;.*Secure;.*SameSite=Lax/i);
  const session = signIn.headers.getSetCookie().map((each) => each.split(";")[0]);
  const me = await server.fetch("/api/auth/me", { headers: { cookie: session.join("; ") } });
  expect(me.status).toBe(200);
  for (const path of ["/healthz", "/api/auth/me", "/"])
    expect((await server.fetch(path)).headers.get("strict-transport-security")).toBe(
      "max-age=31536000",
    );
});

test("SIGHUP brings a new certificate; nobody finds the port closed, a stream goes on", async () => {
  expect([await shown(), await shown(amqpPort())]).toEqual([
    bodyOf(first.cert),
    bodyOf(first.cert),
  ]);
  const [user] = server.signIns;
  const signIn = await server.fetch("/api/auth/sign-in", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ username: user?.username, password: user?.password }),
  });
  const cookie = signIn.headers
    .getSetCookie()
    .map((each) => each.split(";")[0])
    .join("; ");
  const stream = await server.fetch("/api/stream", { headers: { cookie } });
  const reader = stream.body?.getReader();
  await reader?.read();
  let isOver = false;
  const statuses = new Set<number>();
  const asking = [true, false].map(async (keepalive) => {
    while (!isOver) {
      const headers = keepalive ? undefined : { connection: "close" };
      const ask = () => server.fetch("/healthz", { keepalive, headers });
      // An idle connection that is closed while a request sets out: browsers repeat it at once, too.
      statuses.add((await ask().catch(ask)).status);
    }
  });
  install(second);
  server.signal("SIGHUP");
  await told("certificate renewed");
  expect(await shown()).toBe(bodyOf(second.cert));
  await told("AMQP certificate renewed");
  expect(await shown(amqpPort())).toBe(bodyOf(second.cert));
  isOver = true;
  await Promise.all(asking);
  expect([...statuses]).toEqual([200]);
  // The stream was opened before the renewal and hears what happens after it.
  const changed = await server.fetch("/api/auth/me", {
    method: "PATCH",
    headers: { cookie, "content-type": "application/json" },
    body: JSON.stringify({ theme: "DARK" }),
  });
  expect(changed.status).toBe(200);
  expect((await reader?.read())?.done).toBe(false);
  await reader?.cancel();
});

test("a certificate that is wrong or over is told, and the one before stays", async () => {
  install({ cert: second.cert, key: stranger.key });
  server.signal("SIGHUP");
  await told("which is not the key of the certificate");
  install(over);
  server.signal("SIGHUP");
  await told("new certificate has expired");
  await told("AMQP certificate not renewed");
  expect([await shown(), await shown(amqpPort())]).toEqual([
    bodyOf(second.cert),
    bodyOf(second.cert),
  ]);
});

test("a server that would start with the wrong key says so and does not start", async () => {
  install({ cert: second.cert, key: stranger.key });
  const env = {
    DATABASE_URL: `file:${join(folder, "none.db")}`,
    APP_TLS_CERT_PATH: join(folder, "tls.pem"),
    APP_TLS_KEY_PATH: join(folder, "tls.key"),
  };
  const { exitCode, stderr } = await runBinary(["serve"], env, folder);
  expect(exitCode).toBe(2);
  expect(stderr).toContain("which is not the key of the certificate");
});
