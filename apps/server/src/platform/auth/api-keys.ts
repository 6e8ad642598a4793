import { timingSafeEqual } from "node:crypto";
import { type Database, type Params, statement } from "@lineside/db";
import { apiKeyAccess, apiKeyMark, apiKeyState } from "@lineside/domain/auth";
import { AppError, elapsedMs, type Instant } from "@lineside/domain/kernel";
import type { Actor } from "../actor.ts";
import { describeError, type Logger } from "../logger.ts";
import { TokenBuckets } from "./token-buckets.ts";

/** Where and when a key is shown. */
export interface KeyUse {
  readonly ip: string | null;
  readonly now: Instant;
}

/** What a new key consists of; `key` leaves the server once, `hash` is what is kept. */
export interface NewApiKey {
  readonly key: string;
  readonly prefix: string;
  readonly hash: string;
}

/** The mark and eight characters; the other 256 bits are never stored or shown again. */
const prefixLength = apiKeyMark.length + 8;
const randomBytes = 6 + 32;
const keyLengthMax = 200;
/** The last use is written at most this often. */
const noteEveryMs = 60_000;

export function newApiKey(): NewApiKey {
  const random = Buffer.from(crypto.getRandomValues(new Uint8Array(randomBytes)));
  const key = apiKeyMark + random.toString("base64url");
  return { key, prefix: key.slice(0, prefixLength), hash: hashOf(key).toString("hex") };
}

/** Random enough not to need salt or stretching: what is hashed cannot be guessed. */
function hashOf(key: string): Buffer {
  return new Bun.CryptoHasher("sha256").update(key).digest();
}

/** The key a request carries: Authorization: Bearer lsk_… or x-api-key. */
export function keyIn(headers: Headers): string | null {
  const bearer = /^bearer\s+(\S+)\s*$/i.exec(headers.get("authorization") ?? "")?.[1];
  if (bearer?.startsWith(apiKeyMark)) return bearer;
  return headers.get("x-api-key");
}

/**
 * The keys of machines, in memory: a request costs no database round trip. Every apiKey.* event
 * empties the table, on every node.
 */
export class ApiKeys {
  readonly #buckets = new TokenBuckets();
  readonly #uses = new Map<string, { at: Instant; ip: string | null; writtenAt: Instant | null }>();
  #table: Promise<KeyTable> | null = null;
  #writing: Promise<unknown> = Promise.resolve();

  constructor(
    readonly db: Database,
    readonly log: Logger,
  ) {}

  /** Who a request's key stands for; null: it carries none. Counts against the key's rate. */
  async resolve(headers: Headers, use: KeyUse): Promise<Actor | null> {
    const key = keyIn(headers);
    if (key === null) return null;
    const actor = await this.authenticate(key, use);
    await this.charge(actor, use.now);
    return actor;
  }

  /** The machine that holds the key. Throws API_KEY_INVALID, API_KEY_REVOKED, API_KEY_EXPIRED. */
  async authenticate(key: string, use: KeyUse): Promise<Actor> {
    const known = key.length > keyLengthMax ? undefined : await this.#find(key);
    if (!known) throw new AppError("unauthorized", "API_KEY_INVALID");
    return this.#admit(known, use);
  }

  /** Again, for a connection that stays open: the key may have been revoked or changed since. */
  async renew({ id }: Pick<Actor, "id">, use: KeyUse): Promise<Actor> {
    const known = (await this.#keys()).byId.get(id ?? "");
    if (!known) throw new AppError("unauthorized", "API_KEY_INVALID");
    return this.#admit(known, use);
  }

  /** Takes one request from the key's bucket. Throws INGEST_RATE_LIMITED with the seconds to wait. */
  async charge({ id }: Pick<Actor, "id">, now: Instant): Promise<void> {
    const known = (await this.#keys()).byId.get(id ?? "");
    if (!known) return;
    const waitMs = this.#buckets.take(known.id, known.ratePerMinute, now);
    if (waitMs === 0) return;
    throw new AppError("too_many", "INGEST_RATE_LIMITED", {
      ratePerMinute: known.ratePerMinute,
      retryAfterSeconds: Math.ceil(waitMs / 1000),
    });
  }

  /** A key was made, changed or revoked. */
  forget(): void {
    this.#table = null;
  }

  /** Writes what is only in memory of the last uses, e.g. before the server ends. */
  async flush(): Promise<void> {
    for (const [id, use] of this.#uses) if (use.writtenAt !== use.at) this.#write(id, use);
    await this.#writing;
  }

  #admit(known: KnownKey, use: KeyUse): Actor {
    const state = apiKeyState(known, use.now);
    if (state !== "ACTIVE")
      throw new AppError("unauthorized", `API_KEY_${state}`, { prefix: known.prefix });
    this.#note(known.id, use);
    return known.actor;
  }

  async #find(key: string): Promise<KnownKey | undefined> {
    const alike = (await this.#keys()).byPrefix.get(key.slice(0, prefixLength));
    if (!alike) return undefined;
    const hash = hashOf(key);
    return alike.find((known) => timingSafeEqual(known.hash, hash));
  }

  #keys(): Promise<KeyTable> {
    if (this.#table) return this.#table;
    const table = readKeys(this.db);
    this.#table = table;
    table.catch(() => {
      if (this.#table === table) this.#table = null;
    });
    return table;
  }

  #note(id: string, { ip, now }: KeyUse): void {
    const use = this.#uses.get(id) ?? { at: now, ip, writtenAt: null };
    use.at = now;
    use.ip = ip;
    this.#uses.set(id, use);
    if (use.writtenAt === null || Math.abs(elapsedMs(use.writtenAt, now)) >= noteEveryMs)
      this.#write(id, use);
  }

  /** Nobody waits for it: that a key was used must not make its use slower, or fail. */
  #write(id: string, use: { at: Instant; ip: string | null; writtenAt: Instant | null }): void {
    use.writtenAt = use.at;
    const { at, ip } = use;
    this.#writing = this.#writing
      .then(() => this.db.unit((tx) => tx.change(noteUse, { id, at, ip })))
      .catch((error) => this.log.warn("last use of a key unwritten", describeError(error)));
  }
}

interface KnownKey {
  id: string;
  prefix: string;
  hash: Buffer;
  ratePerMinute: number;
  expiresAt: Instant | null;
  revokedAt: Instant | null;
  actor: Actor;
}

interface KeyTable {
  byId: Map<string, KnownKey>;
  byPrefix: Map<string, KnownKey[]>;
}

const keyRows = statement((k) =>
  k
    .selectFrom("auth_api_key")
    .select(["id", "name", "prefix", "keyHash", "sources", "ratePerMinute"])
    .select(["expiresAt", "revokedAt"]),
);
const lineRows = statement((k) => k.selectFrom("auth_api_key_line").select(["keyId", "lineId"]));

/** Several nodes write: the newest use stays. */
const noteUse = statement((k, p: Params<{ id: string; at: Instant; ip: string | null }>) =>
  k
    .updateTable("auth_api_key")
    .set({ lastUsedAt: p("at"), lastUsedIp: p("ip") })
    .where("id", "=", p("id"))
    .where((x) => x.or([x("lastUsedAt", "is", null), x("lastUsedAt", "<", p("at"))])),
);

async function readKeys(db: Database): Promise<KeyTable> {
  const [rows, lines] = await Promise.all([db.query(keyRows, {}), db.query(lineRows, {})]);
  const table: KeyTable = { byId: new Map(), byPrefix: new Map() };
  const linesOf = Map.groupBy(lines, (line) => line.keyId);
  for (const row of rows) {
    const lineIds = (linesOf.get(row.id) ?? []).map((line) => line.lineId);
    const { id, name, prefix, ratePerMinute, expiresAt, revokedAt } = row;
    const known: KnownKey = {
      ...{ id, prefix, ratePerMinute, expiresAt, revokedAt },
      hash: Buffer.from(row.keyHash, "hex"),
      actor: {
        ...{ id, name, kind: "MACHINE", mustChangePassword: false },
        access: apiKeyAccess(lineIds),
        lineIds: new Set(lineIds),
        stationIds: new Set(),
        sources: row.sources as string[] | null,
      },
    };
    table.byId.set(known.id, known);
    table.byPrefix.set(prefix, [...(table.byPrefix.get(prefix) ?? []), known]);
  }
  return table;
}
