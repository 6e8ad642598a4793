import { describe, expect, test } from "bun:test";
import { z } from "zod";
import { allDoors } from "../app.ts";
import type { Endpoint } from "./http/api.ts";

const changing = allDoors()
  .flatMap((doors) => doors.endpoints)
  .filter(({ method }) => method !== "GET");
const nameOf = ({ method, path }: Endpoint) => `${method} ${path}`;

/** What only the server says of a row: who, when, in which state, with which secret. */
const serversOwn =
  /^(actor.*|.*By(Id|Name)?|(created|updated|recorded|confirmed|revoked|used)At|.*Hash|passwordHash|isSystem|outcome|failures|lockedUntil|operator(User)?Id|userId|sessionToken|token|keyHash|access|permission|lastSeenAt)$/;

/** Doors that take such a word from outside, each because it is a thing one says there. */
const said: Record<string, string[]> = {
  "POST /auth/setup": ["token"],
  // What a form asks for, not who filled it.
  "POST /forms": ["filledBy", "resetBy"],
  "PATCH /forms/:code/:revision": ["filledBy", "resetBy"],
  // What the preview answered: that the same events are meant.
  "POST /ingest/replays/:id/execute": ["token"],
};

interface Found {
  loose: string[];
  own: string[];
}

/** Every named field a schema takes, however deep, and every object that takes what it does not name. */
function look(schema: unknown, at: string, found: Found): void {
  const def = (schema as { _zod?: { def?: Record<string, unknown> } })?._zod?.def;
  if (!def) return;
  if (def.type === "object") {
    const catchall = (def.catchall as { _zod?: { def?: { type?: string } } })?._zod?.def?.type;
    if (catchall !== undefined && catchall !== "never") found.loose.push(at);
    for (const [name, part] of Object.entries(def.shape as object)) {
      if (serversOwn.test(name)) found.own.push(name);
      look(part, at === "" ? name : `${at}.${name}`, found);
    }
  }
  for (const key of ["innerType", "in", "out", "element", "left", "right", "valueType"])
    look(def[key], at, found);
  for (const part of [...((def.options as unknown[]) ?? []), ...((def.items as unknown[]) ?? [])])
    look(part, at, found);
}

function foundIn(endpoint: Endpoint): Found {
  const found: Found = { loose: [], own: [] };
  look(endpoint.operation.input, "", found);
  return found;
}

describe("what a request may say", () => {
  test("is only what its door names: nothing else reaches a command", () => {
    expect(changing.length).toBeGreaterThan(80);
    const loose = changing.flatMap((endpoint) =>
      foundIn(endpoint).loose.map((at) => `${nameOf(endpoint)} ${at}`),
    );
    expect(loose).toEqual([]);
  });

  test("is never who acts, when it was, or what only the server may say", () => {
    const own = changing.flatMap((endpoint) =>
      foundIn(endpoint).own.flatMap((name) =>
        said[nameOf(endpoint)]?.includes(name) ? [] : [`${nameOf(endpoint)} ${name}`],
      ),
    );
    expect(own).toEqual([]);
  });

  test("a door that would take more is found", () => {
    const bad = z.object({
      name: z.string(),
      rows: z.array(z.looseObject({ createdById: z.string().optional() })),
    });
    const found: Found = { loose: [], own: [] };
    look(bad, "", found);
    expect(found).toEqual({ loose: ["rows"], own: ["createdById"] });
  });
});
