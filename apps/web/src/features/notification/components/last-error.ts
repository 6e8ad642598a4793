import type { ChannelRow } from "@lineside/domain/notification";
import { useRefusalText } from "~/ui/refusal.tsx";

/** Why the last attempt failed: only its code is kept, the address is the channel's own. */
export function useLastError(): (channel: ChannelRow) => string {
  const say = useRefusalText();
  return ({ lastError, config }) =>
    lastError === null ? "" : say({ code: lastError, context: { host: hostOf(config) } });
}

function hostOf({ url, host }: ChannelRow["config"]): string {
  return typeof url === "string" ? new URL(url).host : String(host);
}
