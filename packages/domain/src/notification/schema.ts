import { z } from "zod";
import { pageQuery, zInstant, zName, zVersion } from "../kernel/index.ts";
import { channelKinds, severities } from "./channels.ts";

export const zNoticeSeverity = z.enum(severities);

export const noticeQuery = pageQuery.omit({ q: true }).extend({
  unread: z.stringbool().optional(),
  severity: zNoticeSeverity.optional(),
});

/** A line of one's own inbox; the reader's language makes the sentence from code and context. */
export const noticeRow = z.object({
  id: z.string(),
  topic: z.string(),
  severity: zNoticeSeverity,
  code: z.string(),
  context: z.record(z.string(), z.unknown()),
  entityType: z.string(),
  entityKey: z.string(),
  lineCode: z.string().nullable(),
  runNo: z.string().nullable(),
  createdAt: zInstant,
  readAt: zInstant.nullable(),
});
export type NoticeRow = z.output<typeof noticeRow>;

/** What the bell shows. */
export const unreadAnswer = z.object({
  unread: z.number().int(),
  /** Unread ones of severity ALARM. */
  alarms: z.number().int(),
});
export type UnreadAnswer = z.output<typeof unreadAnswer>;

const zUrl = z
  .url({ protocol: /^https?$/ })
  .max(1000)
  .refine((text) => !URL.parse(text)?.username, { params: { rule: "no_credentials" } });
const zHost = z
  .string()
  .trim()
  .max(253)
  .regex(/^[A-Za-z0-9.:-]+$/);
const zAddress = z.email().max(200);
const zSecret = z.string().min(1).max(500);

/** The group robot's address; its key is the secret. Pasting the whole address fills both. */
export const wecomConfig = z.strictObject({ url: zUrl });
export const webhookConfig = z.strictObject({ url: zUrl });
export const smtpConfig = z.strictObject({
  host: zHost,
  port: z.int().min(1).max(65_535),
  /** TLS from the first byte (465); else STARTTLS when the server offers it. */
  isSecure: z.boolean().default(false),
  user: z.string().trim().max(200).default(""),
  from: zAddress,
  /** Always told, whoever the audience is. */
  to: z.array(zAddress).max(50).default([]),
  /** Also the mail addresses of the audience. */
  toAudience: z.boolean().default(false),
});
export type SmtpConfig = z.output<typeof smtpConfig>;

const rule = {
  minSeverity: zNoticeSeverity.default("WARNING"),
  topics: z
    .array(z.string().regex(/^[a-zA-Z]+(\.[a-zA-Z]+)?$/))
    .max(30)
    .default([]),
  lineIds: z.array(z.string().min(1).max(64)).max(100).default([]),
  isActive: z.boolean().default(true),
};
/** Write-only: never in an answer, an event or a log. */
const secret = { secret: zSecret.nullable().optional() };

export const channelCreate = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("WECOM"),
    name: zName,
    config: wecomConfig,
    ...secret,
    ...rule,
  }),
  z.strictObject({
    kind: z.literal("WEBHOOK"),
    name: zName,
    config: webhookConfig,
    ...secret,
    ...rule,
  }),
  z.strictObject({ kind: z.literal("SMTP"), name: zName, config: smtpConfig, ...secret, ...rule }),
]);
export type ChannelCreate = z.output<typeof channelCreate>;

/** What changes; the kind of a channel never does. secret: left out keeps it, null removes it. */
export const channelPatch = z.object({
  version: zVersion,
  name: zName.optional(),
  config: z.union([smtpConfig, webhookConfig]).optional(),
  minSeverity: zNoticeSeverity.optional(),
  topics: rule.topics.unwrap().optional(),
  lineIds: rule.lineIds.unwrap().optional(),
  isActive: z.boolean().optional(),
  ...secret,
});

export const channelRow = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(channelKinds),
  config: z.record(z.string(), z.unknown()),
  hasSecret: z.boolean(),
  minSeverity: zNoticeSeverity,
  topics: z.array(z.string()),
  lineIds: z.array(z.string()),
  isActive: z.boolean(),
  lastSentAt: zInstant.nullable(),
  lastErrorAt: zInstant.nullable(),
  /** The refusal code of the last failure. */
  lastError: z.string().nullable(),
  waiting: z.number().int(),
  version: zVersion,
});
export type ChannelRow = z.output<typeof channelRow>;
