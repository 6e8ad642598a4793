import type { RowChange, Tx } from "@lineside/db";
import { refusalError } from "@lineside/domain/kernel";

/** Tables whose rows people edit: each carries the version its editor has to have seen. */
export type VersionedTable =
  | "auth_api_key"
  | "auth_role"
  | "auth_user"
  | "equipment_machine"
  | "execution_carrier"
  | "form_definition"
  | "ingest_endpoint"
  | "notification_channel"
  | "plant_line"
  | "plant_operation"
  | "plant_product"
  | "plant_shift"
  | "plant_station"
  | "plant_station_group"
  | "quality_defect_code"
  | "routing_capture_item"
  | "routing_execution_config"
  | "routing_route"
  | "solder_paste_bottle"
  | "solder_paste_fridge"
  | "solder_paste_type"
  | "time_rule_definition";

/** Changes a row if nobody did since `version` was read; returns the next version. VERSION_CONFLICT. */
export async function saveVersioned<T extends VersionedTable>(
  tx: Tx,
  at: { table: T; id: string; version: number },
  change: RowChange<T>,
): Promise<number> {
  const { table, id, version } = at;
  const done = await tx.k
    // Every versioned table has id and version; which columns change is checked where it is called.
    .updateTable(table as "plant_line")
    .set({ ...(change as object), version: version + 1 })
    .where("id", "=", id)
    .where("version", "=", version)
    .executeTakeFirst();
  if (done.numUpdatedRows !== 1n)
    throw refusalError({ code: "VERSION_CONFLICT", context: { id, version } });
  return version + 1;
}

/** Also what changes nothing, or deletes, must have seen the newest row. */
export function refuseStale(row: { id: string; version: number }, version?: number): void {
  if (version !== undefined && row.version !== version)
    throw refusalError({ code: "VERSION_CONFLICT", context: { id: row.id, version } });
}
