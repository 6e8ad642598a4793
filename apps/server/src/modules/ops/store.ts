import type { Tx } from "@lineside/db";

/** Known to a node, or seen in a job. */
export async function kindExists(tx: Tx, kind: string): Promise<boolean> {
  const nodes = await tx.k.selectFrom("platform_job_node").select("runs").execute();
  if (nodes.some(({ runs }) => (runs as string[]).some((text) => text.startsWith(`${kind} `))))
    return true;
  const job = await tx.k
    .selectFrom("platform_job")
    .select("id")
    .where("kind", "=", kind)
    .limit(1)
    .executeTakeFirst();
  return job !== undefined;
}

export async function cronExists(tx: Tx, name: string): Promise<boolean> {
  const cron = await tx.k
    .selectFrom("platform_cron")
    .select("name")
    .where("name", "=", name)
    .executeTakeFirst();
  return cron !== undefined;
}
