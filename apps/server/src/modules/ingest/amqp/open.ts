import type { AmqpConfig } from "../../../platform/amqp-config.ts";
import type { Platform } from "../../../platform/platform.ts";
import { AmqpBroker } from "./broker.ts";
import type { AmqpDoor } from "./index.ts";
import { AmqpListener } from "./listener.ts";
import { loadRhea } from "./rhea.ts";

/** Loaded only where AMQP is configured. */
export async function openAmqp(platform: Platform, config: AmqpConfig): Promise<AmqpDoor> {
  const rhea = await loadRhea();
  const listener = config.listener && new AmqpListener(platform, rhea, config.listener);
  const broker = config.broker && new AmqpBroker(platform, rhea, config.broker);
  await listener?.open();
  broker?.open();
  return {
    status: () => ({ listener: listener?.status() ?? null, broker: broker?.status() ?? null }),
    renew: () => listener?.renew(),
    stop: async (graceMs) => {
      await Promise.all([listener?.stop(graceMs), broker?.stop(graceMs)]);
    },
  };
}
