/**
 * The place in the manuals for each screen, by its route. Several: the one in a manual of the reader's
 * own role wins, the first one serves everybody else.
 */
export const helpOfRoutes: Readonly<Record<string, readonly string[]>> = {
  "/_app/": starts(),
  "/_app/$": starts(),
  "/_app/account": ["operator#account", "admin#account"],
  "/_app/admin/": ["admin#health", "plant-manager#health"],
  "/_app/admin/api-keys": ["admin#api-keys"],
  "/_app/admin/backups": ["admin#backups", "auditor#backups"],
  "/_app/admin/channels": ["admin#channels"],
  "/_app/admin/logs": ["admin#logs"],
  "/_app/admin/roles": ["admin#roles"],
  "/_app/admin/settings": ["admin#settings"],
  "/_app/admin/users": ["admin#users"],
  "/_app/audit": ["auditor#audit", "admin#audit"],
  "/_app/carriers/": [
    "engineer#carriers",
    "material-handler#carriers",
    "operator#carriers",
    "line-leader#carriers",
  ],
  "/_app/carriers/$carrierNo": [
    "operator#carriers",
    "material-handler#carriers",
    "engineer#carriers",
    "line-leader#carriers",
  ],
  "/_app/clocks": [
    "line-leader#clocks",
    "plant-manager#clocks",
    "quality#clocks",
    "planner#clocks",
  ],
  "/_app/defects": ["quality#defects", "line-leader#defects", "engineer#defects"],
  "/_app/equipment": ["engineer#equipment", "line-leader#equipment"],
  "/_app/forms/": ["engineer#forms"],
  "/_app/forms/$code": ["engineer#forms"],
  "/_app/help/": starts(),
  "/_app/help/$slug": starts(),
  "/_app/inbox": ["operator#inbox", "planner#inbox", "line-leader#inbox", "plant-manager#inbox"],
  "/_app/ingest/": ["engineer#ingest", "line-leader#ingest", "quality#ingest"],
  "/_app/ingest/endpoints": ["engineer#endpoints"],
  "/_app/ingest/events/": ["engineer#ingest", "line-leader#ingest", "quality#ingest"],
  "/_app/ingest/events/$id": ["engineer#ingest", "line-leader#ingest", "quality#ingest"],
  "/_app/load": ["operator#load", "material-handler#load"],
  "/_app/ops/jobs": ["admin#jobs"],
  "/_app/orders/": ["planner#orders"],
  "/_app/orders/$woNo": ["planner#release"],
  "/_app/paste/": ["operator#paste", "material-handler#paste", "line-leader#paste"],
  "/_app/paste/bottles/": ["engineer#bottles", "material-handler#bottles"],
  "/_app/paste/bottles/$bottleNo": ["engineer#bottles", "material-handler#bottles"],
  "/_app/paste/fridges": [
    "engineer#fridges",
    "operator#fridges",
    "material-handler#fridges",
    "quality#fridges",
  ],
  "/_app/paste/types": ["engineer#paste-types"],
  "/_app/plant": ["admin#plant", "engineer#plant"],
  "/_app/readiness/": [
    "line-leader#readiness",
    "planner#readiness",
    "material-handler#readiness",
    "quality#readiness",
    "plant-manager#readiness",
  ],
  "/_app/readiness/policies": ["engineer#policies"],
  "/_app/records": [
    "operator#records",
    "line-leader#records",
    "material-handler#records",
    "quality#records",
  ],
  "/_app/routes/": ["engineer#routes"],
  "/_app/routes/$code/": ["engineer#routes"],
  "/_app/routes/$code/diff/$from/$to": ["engineer#versions"],
  "/_app/routes/$code/steps/$stepNo/mapping": ["engineer#mapping"],
  "/_app/routes/$code/versions/$no": ["engineer#versions"],
  "/_app/runs/": [
    "planner#runs",
    "material-handler#runs",
    "line-leader#start",
    "plant-manager#start",
  ],
  "/_app/runs/$runNo/": [
    "planner#watch",
    "line-leader#hold",
    "material-handler#runs",
    "quality#hold",
  ],
  "/_app/runs/$runNo/labels": ["planner#release"],
  "/_app/runs/$runNo/prepare": [
    "line-leader#changeover",
    "planner#readiness",
    "material-handler#readiness",
    "quality#readiness",
  ],
  "/_app/station/": ["operator#start"],
  "/_app/station/$code": ["operator#station"],
  "/_app/time-rules": ["engineer#time-rules"],
  "/_app/trace/": ["quality#trace", "auditor#trace", "engineer#trace", "plant-manager#trace"],
  "/_app/trace/$sn": ["quality#trace", "auditor#trace", "engineer#trace", "plant-manager#trace"],
  "/_app/trace/panels/$panelNo": [
    "quality#trace",
    "auditor#trace",
    "engineer#trace",
    "plant-manager#trace",
  ],
};

/** Where every desk begins. */
function starts(): readonly string[] {
  return [
    "operator#start",
    "material-handler#start",
    "line-leader#start",
    "planner#home",
    "engineer#products",
    "quality#start",
    "plant-manager#start",
    "admin#start",
    "auditor#start",
  ];
}

export interface HelpPlace {
  slug: string;
  anchor: string;
}

/** Where the help of a screen is, for a reader with these manuals; null: no such screen. */
export function helpFor(routeId: string, own: readonly string[]): HelpPlace | null {
  const places = helpOfRoutes[routeId]?.map((place) => {
    const [slug = "", anchor = ""] = place.split("#");
    return { slug, anchor };
  });
  return places?.find(({ slug }) => own.includes(slug)) ?? places?.[0] ?? null;
}
