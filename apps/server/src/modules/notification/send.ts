import { createHmac } from "node:crypto";
import type { Instant } from "@lineside/domain/kernel";
import {
  type ChannelKind,
  type NoticeContext,
  type NoticeLanguage,
  noticeSentence,
  type SmtpConfig,
} from "@lineside/domain/notification";
import { JobFailure } from "../../platform/jobs/job.ts";
import { asFailure, judgeAnswer, judgeWecom } from "./failure.ts";
import { sendMail } from "./mail.ts";
import { post, type Sending } from "./post.ts";

export interface ChannelTarget {
  readonly kind: ChannelKind;
  /** As stored: the public part and the secret. */
  readonly config: StoredConfig;
}

export interface StoredConfig {
  readonly shown: { url?: string } & Partial<SmtpConfig>;
  readonly secret: string | null;
}

export interface Message {
  readonly id: string;
  readonly topic: string;
  readonly severity: string;
  readonly code: string;
  readonly context: NoticeContext;
  readonly entityType: string;
  readonly entityKey: string;
  readonly lineCode: string | null;
  readonly runNo: string | null;
  readonly at: Instant;
  /** Mail addresses of those it is for. */
  readonly addresses: readonly string[];
}

export interface Surroundings extends Omit<Sending, "signal"> {
  readonly signal: AbortSignal | null;
  readonly language: NoticeLanguage;
  readonly timezone: string;
  readonly plantName: string;
  readonly idempotencyKey: string;
  readonly now: Instant;
}

/** A receiver that has not answered by then is asked again later; the lane ends an attempt at 15 s. */
const totalMs = 12_000;

/** Hands a message to the outside world: at least once. Throws JobFailure with its class. */
export async function send(
  target: ChannelTarget,
  message: Message,
  around: Surroundings,
): Promise<void> {
  const late = AbortSignal.timeout(totalMs);
  const signal = around.signal ? AbortSignal.any([around.signal, late]) : late;
  const sending = { allowsPrivate: around.allowsPrivate, signal };
  try {
    if (target.kind === "WECOM") await toWecom(target.config, message, { around, sending });
    else if (target.kind === "WEBHOOK")
      await toWebhook(target.config, message, { around, sending });
    else await toMail(target.config, message, { around, sending });
  } catch (error) {
    throw asFailure(error);
  }
}

interface How {
  around: Surroundings;
  sending: Sending;
}

/** A group robot shows text; what repeats is recognised by nobody, so the text carries its time. */
async function toWecom({ shown, secret }: StoredConfig, message: Message, how: How): Promise<void> {
  const url = new URL(shown.url ?? "");
  if (secret) url.searchParams.set("key", secret);
  const answer = await post(
    {
      url: url.href,
      headers: headersOf(how.around),
      body: JSON.stringify({ msgtype: "text", text: { content: textOf(message, how.around) } }),
    },
    how.sending,
  );
  judgeAnswer(answer, how.around.now);
  judgeWecom(answer);
}

/** JSON for machines, with the sentence for whoever shows it; signed when a secret is set. */
async function toWebhook(
  { shown, secret }: StoredConfig,
  message: Message,
  { around, sending }: How,
): Promise<void> {
  const { addresses: _, ...told } = message;
  const body = JSON.stringify({ ...told, plant: around.plantName, text: textOf(message, around) });
  const headers = headersOf(around);
  if (secret)
    headers["x-lineside-signature"] =
      `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
  judgeAnswer(await post({ url: shown.url ?? "", body, headers }, sending), around.now);
}

async function toMail(
  { shown, secret }: StoredConfig,
  message: Message,
  { around, sending }: How,
): Promise<void> {
  const smtp = shown as SmtpConfig;
  const to = [...new Set([...smtp.to, ...(smtp.toAudience ? message.addresses : [])])];
  if (to.length === 0) throw new JobFailure("permanent", "CHANNEL_WITHOUT_RECIPIENT");
  const text = textOf(message, around);
  const [subject = text] = text.split("\n");
  const host = smtp.from.split("@")[1] ?? "lineside.invalid";
  const messageId = `<${around.idempotencyKey}@${host}>`;
  await sendMail(smtp, secret, { mail: { to, subject, text, messageId }, sending });
}

const headersOf = ({ idempotencyKey }: Surroundings): Record<string, string> => ({
  "content-type": "application/json; charset=utf-8",
  "user-agent": "Lineside",
  "idempotency-key": idempotencyKey,
});

const marks = {
  "zh-CN": { INFO: "提示", WARNING: "预警", ALARM: "报警" },
  en: { INFO: "Info", WARNING: "Warning", ALARM: "Alarm" },
} as const;

/** What people read outside: plant, urgency, sentence; then line and run. */
export function textOf(message: Message, around: Surroundings): string {
  const { language, timezone, plantName } = around;
  const mark = marks[language][message.severity as "INFO"] ?? message.severity;
  const sentence = noticeSentence(message, language, timezone);
  const line = language === "en" ? "Line" : "产线";
  const run = language === "en" ? "Run" : "批次";
  const places = [
    message.lineCode && `${line} ${message.lineCode}`,
    message.runNo && `${run} ${message.runNo}`,
  ].filter(Boolean);
  const head = `[${plantName}] ${mark} · ${sentence}`;
  return places.length > 0 ? `${head}\n${places.join(" · ")}` : head;
}
