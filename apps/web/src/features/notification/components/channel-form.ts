import {
  type ChannelCreate,
  type ChannelRow,
  severities,
  smtpConfig,
  webhookConfig,
  wecomConfig,
} from "@lineside/domain/notification";
import { z } from "zod";

export type ChannelKind = ChannelRow["kind"];

const addressList = z
  .string()
  .transform((text) => text.split(/[\s,;]+/).filter(Boolean))
  .pipe(z.array(z.email()).max(50));

const rule = {
  name: z.string().trim().min(1).max(120),
  /** Empty keeps what is stored. */
  secret: z.string().max(500),
  minSeverity: z.enum(severities),
  topics: z.array(z.string()),
  lineIds: z.array(z.string()),
  isActive: z.boolean(),
};

/** What is typed, flat; the server's own schemas judge the parts. */
export const channelForms: Record<ChannelKind, z.ZodObject> = {
  WECOM: z.object({ ...rule, ...wecomConfig.shape }),
  WEBHOOK: z.object({ ...rule, ...webhookConfig.shape }),
  SMTP: z.object({ ...rule, ...smtpConfig.shape, to: addressList }),
};

type Config = Partial<z.output<typeof smtpConfig> & z.output<typeof webhookConfig>>;

export function channelDefaults(row: ChannelRow | null): Record<string, unknown> {
  const config = (row?.config ?? {}) as Config;
  return {
    name: row?.name ?? "",
    secret: "",
    minSeverity: row?.minSeverity ?? "WARNING",
    topics: row?.topics ?? [],
    lineIds: row?.lineIds ?? [],
    isActive: row?.isActive ?? true,
    url: config.url ?? "",
    host: config.host ?? "",
    port: config.port ?? 465,
    isSecure: config.isSecure ?? true,
    user: config.user ?? "",
    from: config.from ?? "",
    to: (config.to ?? []).join(", "),
    toAudience: config.toAudience ?? true,
  };
}

/** As the server takes it: what belongs to the kind under config, the secret only when it was typed. */
export function channelBody(kind: ChannelKind, values: Record<string, unknown>): ChannelCreate {
  const { name, secret, minSeverity, topics, lineIds, isActive, ...config } = values;
  return {
    kind,
    name,
    minSeverity,
    topics,
    lineIds,
    isActive,
    config,
    ...(secret !== "" && { secret }),
  } as ChannelCreate;
}

/** Where a refusal belongs in the form. */
export const fieldOfChannelCode = (kind: ChannelKind) => ({
  CHANNEL_NAME_TAKEN: "name",
  CHANNEL_SECRET_REQUIRED: "secret",
  CHANNEL_WITHOUT_RECIPIENT: "to",
  CHANNEL_ADDRESS_FORBIDDEN: kind === "SMTP" ? "host" : "url",
  CHANNEL_HOST_UNKNOWN: kind === "SMTP" ? "host" : "url",
});
