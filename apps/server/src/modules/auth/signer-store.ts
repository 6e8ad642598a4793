import type { Database, Tx } from "@lineside/db";

export interface SignerRow {
  readonly username: string;
  /** In full, as it is printed. */
  readonly name: string;
  readonly isCodeAsked: boolean;
}

/** An active user as a signature names them. */
export async function signerById(
  from: Tx | Pick<Database, "read">,
  id: string,
): Promise<SignerRow | null> {
  const k = "k" in from ? from.k : from.read;
  const row = await k
    .selectFrom("auth_user as u")
    .leftJoin("auth_second_factor as f", "f.userId", "u.id")
    .select(["u.username", "u.name", "f.confirmedAt"])
    .where("u.id", "=", id)
    .where("u.isActive", "=", true)
    .executeTakeFirst();
  if (!row) return null;
  return { username: row.username, name: row.name, isCodeAsked: row.confirmedAt !== null };
}
