import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type IncomingMessage, request as plainRequest } from "node:http";
import { createServer, request } from "node:https";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { testCertificate } from "@lineside/testkit/certificate";
import { freePort, startProcess } from "@lineside/testkit/process";

export const publicHost = "mes.example.com";
/** Another address than the proxy's, so that the two can be told apart. */
export const ownAddress = "127.0.0.2";

export interface FrontDoor {
  port: number;
  stop(): Promise<unknown>;
}
type Start = (upstream: number) => Promise<FrontDoor>;

const deploy = join(import.meta.dir, "../../../../deploy");

/** One that does what every configuration in deploy/ asks for; and the real ones where this machine has them. */
export function proxies(): [string, Start][] {
  const found: [string, Start][] = [["a forwarder", startForwarder]];
  const [nginx, caddy] = [Bun.which("nginx"), Bun.which("caddy")];
  if (nginx) found.push(["nginx with deploy/nginx.conf", (port) => startNginx(nginx, port)]);
  if (caddy) found.push(["Caddy with deploy/Caddyfile", (port) => startCaddy(caddy, port)]);
  return found;
}

async function startForwarder(upstream: number): Promise<FrontDoor> {
  const server = createServer(testCertificate({ name: publicHost }), (asked, answer) => {
    const known = asked.headers["x-forwarded-for"];
    const headers = {
      ...asked.headers,
      connection: "close",
      "x-forwarded-host": asked.headers.host,
      "x-forwarded-proto": "https",
      "x-forwarded-for": `${known ? `${known}, ` : ""}${asked.socket.remoteAddress}`,
    };
    const { method, url: path } = asked;
    // A connection for each: one that is kept may be closed by the other side just as it is used again.
    const place = { host: "127.0.0.1", port: upstream, agent: false };
    const next = plainRequest({ ...place, method, path, headers });
    next.on("response", (got) => {
      answer.writeHead(got.statusCode ?? 502, got.headers);
      got.pipe(answer);
    });
    next.on("error", () => answer.destroy());
    answer.on("close", () => next.destroy());
    asked.pipe(next);
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const stop = async () => {
    server.close();
    server.closeAllConnections();
  };
  return { port, stop };
}

async function startNginx(program: string, upstream: number): Promise<FrontDoor> {
  const { folder, cert, key } = makeFolder();
  const [port, plain] = [await freePort(), await freePort()];
  const site = readFileSync(join(deploy, "nginx.conf"), "utf8")
    .replace("server 127.0.0.1:3000;", `server 127.0.0.1:${upstream};`)
    .replace("listen 80;", `listen 127.0.0.1:${plain};`)
    .replace("listen 443 ssl", `listen 127.0.0.1:${port} ssl`)
    .replace("/etc/nginx/tls/mes.pem", cert)
    .replace("/etc/nginx/tls/mes.key", key);
  const kinds = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  const temp = kinds.map((kind) => `${kind}_temp_path ${folder}/${kind};`).join("\n");
  writeFileSync(
    join(folder, "nginx.conf"),
    `daemon off; master_process off; pid ${folder}/pid; error_log stderr warn;\nevents {}\nhttp {\naccess_log off;\n${temp}\n${site}\n}\n`,
  );
  return run(
    [program, "-p", folder, "-e", "stderr", "-c", join(folder, "nginx.conf")],
    folder,
    port,
  );
}

async function startCaddy(program: string, upstream: number): Promise<FrontDoor> {
  const { folder, cert, key } = makeFolder();
  const port = await freePort();
  const site = readFileSync(join(deploy, "Caddyfile"), "utf8")
    .replace(`${publicHost} {`, `https://${publicHost}:${port} {\n\tbind 127.0.0.1`)
    .replace("127.0.0.1:3000", `127.0.0.1:${upstream}`)
    .replace("/etc/caddy/mes.pem /etc/caddy/mes.key", `${cert} ${key}`);
  const whole = `{\n\tadmin off\n\tauto_https off\n}\n${site}`;
  writeFileSync(join(folder, "Caddyfile"), whole);
  const words = ["run", "--adapter", "caddyfile", "--config", join(folder, "Caddyfile")];
  return run([program, ...words], folder, port);
}

function makeFolder() {
  const folder = mkdtempSync(join(tmpdir(), "lineside-proxy-"));
  const { cert, key } = testCertificate({ name: publicHost });
  writeFileSync(join(folder, "mes.pem"), cert);
  writeFileSync(join(folder, "mes.key"), key);
  mkdirSync(join(folder, "logs"));
  return { folder, cert: join(folder, "mes.pem"), key: join(folder, "mes.key") };
}

async function run(command: string[], folder: string, port: number): Promise<FrontDoor> {
  const env = { PATH: process.env.PATH ?? "", HOME: folder };
  const child = startProcess(command, { cwd: folder, env });
  const stop = async () => {
    child.kill("SIGTERM");
    await child.exited;
    rmSync(folder, { recursive: true });
  };
  const ended = child.exited.then(() => true);
  while (!(await isOpen(port)))
    if (await Promise.race([ended, Bun.sleep(20)]))
      throw new Error(`${command[0]} ended before it listened\n${child.output()}`);
  return { port, stop };
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port }, () => {
      socket.destroy();
      resolve(true);
    });
    socket.on("error", () => resolve(false));
  });
}

export interface Question {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

/** As a browser of the plant would ask by the public name; resolves with the head of the answer. */
export function askThrough(port: number, path: string, question: Question = {}) {
  const { method = "GET", body } = question;
  const headers: Record<string, string> = { host: publicHost, ...question.headers };
  if (body !== undefined) headers["content-length"] = String(Buffer.byteLength(body));
  return new Promise<IncomingMessage>((resolve, reject) => {
    const asked = request(
      {
        ...{ host: "127.0.0.1", port, path, method, headers },
        ...{ servername: publicHost, rejectUnauthorized: false, localAddress: ownAddress },
        agent: false,
      },
      resolve,
    );
    asked.on("error", reject);
    asked.end(body);
  });
}

export async function textOf(answer: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of answer) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}
