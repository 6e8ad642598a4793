import { refusalError } from "@lineside/domain/kernel";
import {
  type ChannelKind,
  type ChannelRow,
  channelRow,
  smtpConfig,
  webhookConfig,
} from "@lineside/domain/notification";
import type { StoredChannel } from "./channel-store.ts";
import type { StoredConfig } from "./send.ts";

/** What a channel is set to, the secret apart; a whole WeCom address brings its key with it. */
export function storedConfig(
  kind: ChannelKind,
  config: unknown,
  secret: string | null,
): StoredConfig {
  const read = (kind === "SMTP" ? smtpConfig : webhookConfig).safeParse(config);
  if (!read.success) throw refusalError({ code: "CHANNEL_KIND_FIXED", context: { kind } });
  if (!("url" in read.data)) return checkedMail({ shown: read.data, secret });
  const { url } = read.data;
  if (kind === "WEBHOOK") return { shown: { url }, secret };
  const address = new URL(url);
  const key = address.searchParams.get("key");
  address.searchParams.delete("key");
  const kept = key || secret;
  if (!kept) throw refusalError({ code: "CHANNEL_SECRET_REQUIRED", context: { kind } });
  return { shown: { url: address.href }, secret: kept };
}

function checkedMail(config: StoredConfig): StoredConfig {
  const { to = [], toAudience, user } = config.shown;
  if (to.length === 0 && !toAudience)
    throw refusalError({ code: "CHANNEL_WITHOUT_RECIPIENT", context: {} });
  if (user && !config.secret)
    throw refusalError({ code: "CHANNEL_SECRET_REQUIRED", context: { kind: "SMTP" } });
  return config;
}

/** A channel for people: everything but the secret. */
export function shownChannel(row: StoredChannel & { waiting: number }): ChannelRow {
  const { shown, secret } = row.config as unknown as StoredConfig;
  return channelRow.parse({ ...row, config: shown, hasSecret: secret !== null });
}
