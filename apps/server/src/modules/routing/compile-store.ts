import type { Database, NewRow, Tx } from "@lineside/db";
import type {
  CaptureItemFacts,
  CompileFacts,
  ConfigFacts,
  OperationFacts,
  RouteFacts,
  StationFacts,
} from "@lineside/domain/routing";

type Reader = Database["read"];

/** Everything a compile of the route looks at; null: there is no such route. */
export async function compileFacts(k: Reader, routeCode: string): Promise<CompileFacts | null> {
  const route = await k
    .selectFrom("routing_route as r")
    .leftJoin("plant_product as p", "p.id", "r.productId")
    .select(["r.id", "r.code", "r.name", "r.source", "r.sourceKey", "r.processType"])
    .select("p.code as productCode")
    .where("r.code", "=", routeCode)
    .$castTo<RouteFacts>()
    .executeTakeFirst();
  if (!route) return null;
  const steps = await k
    .selectFrom("routing_step")
    .select(["id", "stepNo", "sourceStepKey", "name", "operationId"])
    .where("routeId", "=", route.id)
    .execute();
  const operationIds = distinct(steps.map((step) => step.operationId));
  const configs = await configsFor(k, { routeId: route.id, operationIds });
  const operations = await k
    .selectFrom("plant_operation")
    .select(["id", "code", "name", "nameZh", "processType", "traits", "isActive"])
    .where("id", "in", operationIds)
    .$castTo<OperationFacts>()
    .execute();
  return {
    route,
    steps,
    configs,
    operations,
    ...(await placesOf(k, configs)),
    captureItems: await itemsFor(k, configs, operationIds),
  };
}

/** What every scope says that a step of the route may listen to. */
function configsFor(
  k: Reader,
  { routeId, operationIds }: { routeId: string; operationIds: string[] },
): Promise<ConfigFacts[]> {
  return k
    .selectFrom("routing_execution_config")
    .selectAll()
    .where((x) =>
      x.or([
        x("scope", "=", "GLOBAL"),
        x("routeId", "=", routeId),
        x("operationId", "in", operationIds),
        x("stepId", "in", x.selectFrom("routing_step").select("id").where("routeId", "=", routeId)),
      ]),
    )
    .$castTo<ConfigFacts>()
    .execute();
}

/** The groups that are named, their stations, and the stations that are listed. */
async function placesOf(k: Reader, configs: readonly ConfigFacts[]) {
  const groupIds = distinct(configs.flatMap((config) => config.stationGroupId ?? []));
  const stationIds = distinct(configs.flatMap((config) => config.allowedStationIds ?? []));
  const stationGroups = await k
    .selectFrom("plant_station_group")
    .select(["id", "code", "name"])
    .where("id", "in", groupIds)
    .execute();
  const stations = await k
    .selectFrom("plant_station")
    .select(["id", "code", "name", "stationType", "groupId", "isActive"])
    .where((x) => x.or([x("id", "in", stationIds), x("groupId", "in", groupIds)]))
    .$castTo<StationFacts>()
    .execute();
  return { stationGroups, stations };
}

function itemsFor(
  k: Reader,
  configs: readonly ConfigFacts[],
  operationIds: string[],
): Promise<CaptureItemFacts[]> {
  const named = distinct(configs.flatMap((config) => config.captureItemIds ?? []));
  return k
    .selectFrom("routing_capture_item")
    .selectAll()
    .where((x) => x.or([x("operationId", "in", operationIds), x("id", "in", named)]))
    .$castTo<CaptureItemFacts>()
    .execute();
}

/** Never empty: an empty list is no SQL. */
function distinct(ids: readonly string[]): string[] {
  return [...new Set(["", ...ids])];
}

export async function newestVersion(tx: Tx, routeId: string) {
  return await tx.k
    .selectFrom("routing_version")
    .select(["id", "versionNo", "status", "contentHash", "errors", "compiledAt", "compiledByName"])
    .where("routeId", "=", routeId)
    .orderBy("versionNo", "desc")
    .limit(1)
    .executeTakeFirst();
}

export async function insertVersion(tx: Tx, version: NewRow<"routing_version">): Promise<void> {
  await tx.k.insertInto("routing_version").values(version).execute();
}
