import { type AmqpStatus, amqpStatus } from "@lineside/domain/ingest";
import { z } from "zod";
import { defineAction } from "../../../platform/action.ts";
import type { AmqpConfig } from "../../../platform/amqp-config.ts";
import type { Platform } from "../../../platform/platform.ts";
import { openDoors } from "./open-doors.ts";

/** What of AMQP runs on this node. */
export interface AmqpDoor {
  status(): AmqpStatus;
  /** Shows a new certificate to whoever connects from now on. */
  renew(): void;
  /** Takes nothing new, settles what was taken, closes. */
  stop(graceMs: number): Promise<void>;
}

/** Opens what is configured; null: nothing is, and none of its code is loaded. */
export async function startAmqp(
  platform: Platform,
  config: AmqpConfig = platform.config.amqp,
): Promise<AmqpDoor | null> {
  if (!config.listener && !config.broker) return null;
  const { openAmqp } = await import("./open.ts");
  const door = await openAmqp(platform, config);
  openDoors.set(platform, door);
  return door;
}

/** GET /ingest/amqp: the node that answers. */
export const readAmqp = defineAction({
  name: "ingest.readAmqp",
  permission: "ingest:read",
  input: z.object({}),
  async run({ platform }) {
    const status = openDoors.get(platform)?.status() ?? { listener: null, broker: null };
    return Response.json(amqpStatus.parse(status), { headers: { "cache-control": "no-store" } });
  },
});
