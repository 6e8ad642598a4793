import { expect, test } from "bun:test";
import { LogBook } from "./log-book.ts";
import { createLogger } from "./logger.ts";

const at = "2026-11-22T14:00:00.000Z";

function logged(
  message: string,
  fields?: object,
): { line: string; value: Record<string, unknown> } {
  const lines: string[] = [];
  createLogger(
    "info",
    () => at,
    (line) => lines.push(line),
  ).warn(message, fields);
  expect(lines.length).toBe(1);
  const [line = ""] = lines;
  expect(line.indexOf("\n")).toBe(line.length - 1);
  return { line, value: JSON.parse(line) };
}

test("nothing a caller sends ends a line, passes for its head or steers a terminal", () => {
  const evil =
    'x\n{"time":"1","level":"info","message":"all is well"}\r\u001b[2J\u009b31m\u202e\u2028';
  const { line, value } = logged("request failed", {
    evil,
    level: "info",
    time: "1",
    message: "no",
  });
  expect(value).toMatchObject({ time: at, level: "warn", message: "request failed", evil });
  const steering = [...line.trimEnd()].filter((c) => /[\p{Cc}\p{Cf}\u2028\u2029]/u.test(c));
  expect(steering).toEqual([]);
  expect(line.startsWith(`{"time":"${at}","level":"warn","message":`)).toBe(true);
});

test.each([
  ["a field named so", { password: "hunter22", newPassword: "hunter22", APP_SECRET: "hunter22" }],
  ["deep in a field", { request: { headers: { authorization: "hunter22", cookie: "hunter22" } } }],
  ["an address with a password", { url: "postgres://lineside:hunter22@db/lineside" }],
  ["a key of a machine", { text: "refused lsk_abcdefghhunter22hunter22" }],
  ["a bearer in a sentence", { error: new Error("sent Bearer hunter22hunter22") }],
  ["a token of any kind", { metricsToken: "hunter22", token: ["hunter22"] }],
])("no secret is in the line: %s", (_, fields) => {
  expect(logged("x", fields).line).not.toContain("hunter22");
});

test("what cannot be written is told, not thrown, and nothing is endless", () => {
  const circle: Record<string, unknown> = {};
  circle.self = circle;
  expect(logged("x", circle).value.unreadableFields).toEqual(expect.any(String));
  expect(logged("x", { big: 10n }).value.big).toBe("10");
  expect(String(logged("x", { text: "y".repeat(50_000) }).value.text).length).toBeLessThan(8_100);
  const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`field${n}`, n]));
  expect(logged("x", { requestId: "r-1", ...many }).value).toMatchObject({
    ...{ message: "x", requestId: "r-1" },
    cutCharacters: expect.any(Number),
  });
  const cause = new Error("disk full");
  expect(logged("x", { error: new Error("no", { cause }) }).value).toMatchObject({
    ...{ error: "no", cause: "disk full", stack: expect.stringContaining("logger.test") },
  });
});

test("a book keeps the last warnings and errors, and never the set-up link", () => {
  const book = new LogBook();
  const log = createLogger(
    "info",
    () => at,
    (line, level) => book.take(line, level),
  );
  log.info("listening");
  log.warn("no user yet", { link: "http://mes/setup?token=abc123" });
  for (let count = 0; count < 600; count++) log.error("failed", { count });
  expect(book).toMatchObject({ warnings: 1, errors: 600, lost: 0 });
  expect(book.remembered.length).toBe(500);
  expect(book.remembered.at(-1)?.number).toBe(601);
  expect(book.remembered[0]?.line).toContain('"count":100');
  const fresh = new LogBook();
  createLogger(
    "info",
    () => at,
    (line, level) => fresh.take(line, level),
  ).warn("no user yet", {
    link: "http://mes/setup?token=abc123",
  });
  expect(fresh.remembered[0]?.line).toContain("/setup?token=…");
  for (let count = 0; count < 400; count++) fresh.take(`${"x".repeat(10_000)}\n`, "warn");
  expect(fresh.remembered.length).toBeLessThan(101);
});
