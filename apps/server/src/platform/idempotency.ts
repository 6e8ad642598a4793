import { type Params, statement, type Tx } from "@lineside/db";
import { AppError, type Instant } from "@lineside/domain/kernel";

export interface IdempotentCall {
  /** actor id + ":" + header */
  key: string;
  command: string;
  payloadHash: string;
  /** As releases wrote it down that had no secret for it: what was sent before an upgrade is sent again. */
  plainHash(): string;
}

export const findAnswer = statement((k, p: Params<{ key: string }>) =>
  k
    .selectFrom("platform_idempotency_key")
    .select(["command", "payloadHash", "answer"])
    .where("key", "=", p("key")),
);

export const storeAnswer = statement(
  (k, p: Params<Omit<IdempotentCall, "plainHash"> & { answer: object; createdAt: Instant }>) =>
    k.insertInto("platform_idempotency_key").values({
      key: p("key"),
      command: p("command"),
      payloadHash: p("payloadHash"),
      answer: p("answer"),
      createdAt: p("createdAt"),
    }),
);

/** Keys stay known this long; a client repeats a request within minutes, not weeks. */
export const idempotencyDays = 7;

interface Sent {
  readonly key: string | null;
  readonly actorId: string | null;
  /** A payload may hold a password: whoever reads the hash must not be able to try some. */
  keyed(text: string): string;
}

/** The call as its key sees it, or null when the client sent no key. Throws IDEMPOTENCY_KEY_INVALID. */
export function idempotentCall(
  { key, actorId, keyed }: Sent,
  command: string,
  payload: unknown,
): IdempotentCall | null {
  if (key === null) return null;
  if (!/^[\x21-\x7e]{8,200}$/.test(key))
    throw new AppError("invalid", "IDEMPOTENCY_KEY_INVALID", { example: crypto.randomUUID() });
  const text = `${command}\n${canonical(payload)}`;
  return {
    key: `${actorId ?? "anonymous"}:${key}`,
    command,
    payloadHash: keyed(text),
    plainHash: () => new Bun.CryptoHasher("sha256").update(text).digest("base64url"),
  };
}

/** The stored answer, or undefined for a first call. Another payload under the key is a conflict. */
export async function recallAnswer(
  tx: Pick<Tx, "run">,
  call: IdempotentCall,
): Promise<{ answer: unknown } | undefined> {
  const [found] = await tx.run(findAnswer, { key: call.key });
  if (!found) return undefined;
  const isSame = found.payloadHash === call.payloadHash || found.payloadHash === call.plainHash();
  if (found.command !== call.command || !isSame)
    throw new AppError("conflict", "IDEMPOTENCY_KEY_REUSED", { command: found.command });
  return { answer: (found.answer as { value: unknown }).value };
}

/** Keeps the answer in the same unit of work as the change it answers. */
export async function keepAnswer(
  tx: Tx,
  call: IdempotentCall,
  given: { answer: unknown; now: Instant },
): Promise<void> {
  const answer = { value: given.answer ?? null };
  await tx.change(storeAnswer, { ...call, answer, createdAt: given.now });
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === "object" && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
