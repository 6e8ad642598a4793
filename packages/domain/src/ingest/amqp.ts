import { z } from "zod";
import { zInstant } from "../kernel/index.ts";

/** What came over one connection since it was opened. */
export const amqpCounts = z.object({
  /** Messages settled as taken, whatever became of their items. */
  accepted: z.number(),
  rejected: z.number(),
  /** Given back: the sender keeps them and sends them again. */
  released: z.number(),
  /** Being taken right now. */
  inFlight: z.number(),
  duplicates: z.number(),
  /** Requests that were answered, and those nobody could be answered. */
  answered: z.number(),
  unanswered: z.number(),
});

export const amqpPeer = z.object({
  id: z.string(),
  /** What the other side calls itself. */
  containerId: z.string().nullable(),
  /** The CFX handle of the last message. */
  handle: z.string().nullable(),
  ip: z.string().nullable(),
  /** The name of the key; null: anonymous. */
  keyName: z.string().nullable(),
  openedAt: zInstant,
  lastMessageAt: zInstant.nullable(),
  counts: amqpCounts,
});

export const amqpBrokerStates = ["CONNECTING", "OPEN", "WAITING"] as const;

/** AMQP on the node that answers. */
export const amqpStatus = z.object({
  listener: z
    .object({
      host: z.string(),
      port: z.number(),
      isTls: z.boolean(),
      allowsAnonymous: z.boolean(),
      connections: z.array(amqpPeer),
      /** Connections refused for a wrong key since the start. */
      refused: z.number(),
    })
    .nullable(),
  broker: z
    .object({
      /** Without the password. */
      url: z.string(),
      state: z.enum(amqpBrokerStates),
      since: zInstant,
      lastError: z.string().nullable(),
      addresses: z.array(
        z.object({ address: z.string(), isOpen: z.boolean(), error: z.string().nullable() }),
      ),
      containerId: z.string().nullable(),
      lastMessageAt: zInstant.nullable(),
      counts: amqpCounts,
    })
    .nullable(),
});

export type AmqpCounts = z.infer<typeof amqpCounts>;
export type AmqpPeer = z.infer<typeof amqpPeer>;
export type AmqpBrokerState = (typeof amqpBrokerStates)[number];
export type AmqpStatus = z.infer<typeof amqpStatus>;
