import { may, type Permission } from "@lineside/domain/auth";
import { type SearchResult, searchAnswer, searchQuery } from "@lineside/domain/trace";
import { defineQuery, type QueryContext } from "../../platform/query.ts";
import {
  findCarriers,
  findOrders,
  findPanels,
  findPasteBottles,
  findProducts,
  findRoutes,
  findRuns,
  findUnits,
} from "./search-queries.ts";

/** What can be found, in the order it is shown, and the permission to open it. */
const kinds: readonly { find: typeof findUnits; permission: Permission }[] = [
  { find: findUnits, permission: "trace:read" },
  { find: findPanels, permission: "trace:read" },
  { find: findCarriers, permission: "carrier:read" },
  { find: findRuns, permission: "run:read" },
  { find: findOrders, permission: "wo:read" },
  { find: findProducts, permission: "plant:read" },
  { find: findRoutes, permission: "route:read" },
  { find: findPasteBottles, permission: "paste:read" },
];

const hitsMax = 20;

/** One field for everything people know by a number: exact hits first, then what begins so. */
export const search = defineQuery({
  name: "trace.search",
  permission: "signedIn",
  input: searchQuery,
  output: searchAnswer,
  async run(cx, { q, limit }) {
    const hits = Math.min(limit, hitsMax);
    let found = await findAll(cx, q, hits);
    // Keys are printed in capitals and typed in small letters.
    if (found.flat().length === 0 && q !== q.toUpperCase())
      found = await findAll(cx, q.toUpperCase(), hits);
    return { items: merged(found, q).slice(0, hits) };
  },
});

async function findAll(cx: QueryContext, text: string, limit: number): Promise<SearchResult[][]> {
  if (cx.actor.mustChangePassword) return [];
  const { access } = cx.actor;
  return await Promise.all(
    kinds
      .filter(({ permission }) => may(access, permission))
      .map(({ find, permission }) =>
        find(cx.db, { text, limit, lines: cx.visibleLines(permission) }),
      ),
  );
}

/** Exact hits of every kind, then one of each kind in turn: no kind crowds the others out. */
function merged(found: SearchResult[][], q: string): SearchResult[] {
  const isExact = (hit: SearchResult) => hit.key.toUpperCase() === q.toUpperCase();
  const exact = found.flat().filter(isExact);
  const others = found.map((hits) => hits.filter((hit) => !isExact(hit)));
  const longest = Math.max(0, ...others.map((hits) => hits.length));
  const turns = Array.from({ length: longest }, (_, at) =>
    others.flatMap((hits) => hits[at] ?? []),
  );
  return [...exact, ...turns.flat()];
}
