import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { AppError } from "@lineside/domain/kernel";
import { JobFailure } from "../../platform/jobs/job.ts";
import { asFailure, judgeAnswer, judgeWecom } from "./failure.ts";
import { isInside, outsideAddress } from "./outside-address.ts";
import { type HttpReceiver, startHttpReceiver, startMailServer } from "./outside-world.fixture.ts";
import { type ChannelTarget, type Message, send } from "./send.ts";

const now = "2026-11-22T02:00:00.000Z";

/** What a receiver's word means for the job: class, code and how long to wait. */
function judged(work: () => void): string {
  try {
    work();
    return "accepted";
  } catch (error) {
    const { failure, code, more } = asFailure(error);
    return [failure, code, more.retryAfterMs].filter((part) => part !== undefined).join(" ");
  }
}

describe("an HTTP answer", () => {
  // biome-ignore format: one row per answer
  test.each([
    [200, null,                            "accepted"],
    [204, null,                            "accepted"],
    [302, null,                            "permanent CHANNEL_REJECTED"],
    [400, null,                            "permanent CHANNEL_REJECTED"],
    [401, null,                            "permanent CHANNEL_REJECTED"],
    [404, null,                            "permanent CHANNEL_REJECTED"],
    [408, null,                            "transient CHANNEL_REJECTED"],
    [425, null,                            "transient CHANNEL_REJECTED"],
    [429, null,                            "throttled CHANNEL_BUSY 60000"],
    [429, "7",                             "throttled CHANNEL_BUSY 7000"],
    [429, "Sun, 22 Nov 2026 02:01:30 GMT", "throttled CHANNEL_BUSY 90000"],
    [429, "Sun, 22 Nov 2026 01:00:00 GMT", "throttled CHANNEL_BUSY 0"],
    [429, "999999",                        "throttled CHANNEL_BUSY 3600000"],
    [429, "soon",                          "throttled CHANNEL_BUSY 60000"],
    [500, null,                            "transient CHANNEL_REJECTED"],
    [503, null,                            "transient CHANNEL_REJECTED"],
    [503, "30",                            "throttled CHANNEL_BUSY 30000"],
  ] as const)("%d with Retry-After %p is %s", (status, retryAfter, expected) => {
    expect(judged(() => judgeAnswer({ status, retryAfter, text: "" }, now))).toBe(expected);
  });

  // biome-ignore format: one row per answer
  test.each([
    ['{"errcode":0,"errmsg":"ok"}', "accepted"],
    ['{"errcode":-1}',              "transient CHANNEL_REJECTED"],
    ['{"errcode":45009}',           "throttled CHANNEL_BUSY 60000"],
    ['{"errcode":93000}',           "permanent CHANNEL_REJECTED"],
    ["<html>proxy</html>",          "transient CHANNEL_REJECTED"],
    ["null",                        "transient CHANNEL_REJECTED"],
  ])("of WeCom saying %s is %s", (text, expected) => {
    expect(judged(() => judgeWecom({ status: 200, retryAfter: null, text }))).toBe(expected);
  });
});

describe("a failure on the way", () => {
  const refused = (code: string) => new AppError("refused", code);
  const named = (name: string) => Object.assign(new Error(name), { name });
  const coded = (code: string, more = {}) => Object.assign(new Error(code), { code, ...more });
  // biome-ignore format: one row per failure
  test.each([
    ["nobody listens",        coded("ECONNREFUSED"),                         "outage CHANNEL_UNREACHABLE"],
    ["the name is unknown",   refused("CHANNEL_HOST_UNKNOWN"),               "outage CHANNEL_HOST_UNKNOWN"],
    ["the address is inside", refused("CHANNEL_ADDRESS_FORBIDDEN"),          "permanent CHANNEL_ADDRESS_FORBIDDEN"],
    ["no answer in time",     named("TimeoutError"),                         "ambiguous CHANNEL_TIMED_OUT"],
    ["given up",              named("AbortError"),                           "ambiguous CHANNEL_TIMED_OUT"],
    ["wrong password",        coded("EAUTH"),                                "permanent CHANNEL_REJECTED"],
    ["mail refused",          coded("EENVELOPE", { responseCode: 550 }),     "permanent CHANNEL_REJECTED"],
    ["mail later",            coded("EENVELOPE", { responseCode: 451 }),     "transient CHANNEL_REJECTED"],
    ["judged before",         new JobFailure("early", "X"),                  "early X"],
  ] as const)("%s", (_, error, expected) => {
    expect(judged(() => { throw error; })).toBe(expected);
  });
});

describe("addresses that are nobody's business", () => {
  test.each([
    "127.0.0.1",
    "10.1.2.3",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "fd00::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:7f00:1",
    "::ffff:10.0.0.1",
    "64:ff9b::a00:1",
    "2002:a00:1::",
  ])("%s is inside", (address) => expect(isInside(address)).toBe(true));

  test.each(["8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "::ffff:8.8.8.8"])(
    "%s is outside",
    (address) => expect(isInside(address)).toBe(false),
  );

  const refusal = (host: string, allowsPrivate: boolean) =>
    outsideAddress(host, allowsPrivate).catch((error: AppError) => error.code);

  // Spellings of this machine that a list of names would miss: the URL has made them an address.
  test.each([
    "http://127.1/",
    "http://0x7f000001/",
    "http://2130706433/",
    "http://[::1]/",
    "http://localhost/",
  ])("%s is refused", async (url) => {
    expect(await refusal(new URL(url).hostname, false)).toBe("CHANNEL_ADDRESS_FORBIDDEN");
  });

  test("are talked to where that is allowed; a name nobody knows is not", async () => {
    expect(await refusal("127.0.0.1", true)).toBe("127.0.0.1");
    expect(await refusal("nobody.invalid", true)).toBe("CHANNEL_HOST_UNKNOWN");
  });
});

describe("sending", () => {
  let receiver: HttpReceiver;
  beforeAll(() => {
    receiver = startHttpReceiver();
  });
  afterAll(() => receiver.stop());

  const message: Message = {
    id: "n1",
    topic: "channel.test",
    severity: "INFO",
    code: "CHANNEL_TEST",
    context: { channelName: "x" },
    entityType: "noticeChannel",
    entityKey: "x",
    lineCode: null,
    runNo: null,
    at: now,
    addresses: [],
  };
  const outcome = (target: ChannelTarget, signal: AbortSignal | null = null) =>
    send(target, message, {
      signal,
      allowsPrivate: true,
      language: "en",
      timezone: "UTC",
      plantName: "P",
      idempotencyKey: "k1",
      now,
    }).then(
      () => "sent",
      ({ failure, code }: JobFailure) => `${failure} ${code}`,
    );
  const webhook = (url: string): ChannelTarget => ({
    kind: "WEBHOOK",
    config: { shown: { url }, secret: null },
  });

  test("gives up on a receiver that never answers: it may have arrived", async () => {
    const given = new AbortController();
    receiver.answer = () => {
      given.abort();
      return new Promise(() => {});
    };
    expect(await outcome(webhook(receiver.url), given.signal)).toBe("ambiguous CHANNEL_TIMED_OUT");
  });

  test("reads no more of an answer than it needs", async () => {
    receiver.answer = () => new Response("x".repeat(10_000_000));
    expect(await outcome(webhook(receiver.url))).toBe("sent");
  });

  test("speaks to a mail server that hangs up as to one that is down", async () => {
    const mail = startMailServer();
    const { port } = mail;
    mail.stop();
    const shown = { host: "127.0.0.1", port, from: "a@b.example", to: ["c@d.example"], user: "" };
    const target: ChannelTarget = { kind: "SMTP", config: { shown, secret: null } };
    expect(await outcome(target)).toBe("outage CHANNEL_UNREACHABLE");
    const nobody: ChannelTarget = {
      kind: "SMTP",
      config: { shown: { ...shown, to: [] }, secret: null },
    };
    expect(await outcome(nobody)).toBe("permanent CHANNEL_WITHOUT_RECIPIENT");
  });
});
