import { assert } from "@lineside/domain/kernel";
import type { z } from "zod";
import type { Action } from "../action.ts";
import type { Command } from "../command.ts";
import type { Query } from "../query.ts";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** One door of the API: the whole of what the router, the OpenAPI page and the permission walk need. */
export interface Endpoint {
  method: Method;
  /** Elysia path below /api, e.g. /stations/:code/track-in */
  path: string;
  operation: Command<z.ZodType, unknown> | Query<z.ZodType, unknown> | Action<z.ZodType>;
}

// biome-ignore lint/suspicious/noExplicitAny: an operation's own types end at the door
type AnyCommand = Command<any, any>;
// biome-ignore lint/suspicious/noExplicitAny: as above
type AnyQuery = Query<any, any>;
// biome-ignore lint/suspicious/noExplicitAny: as above
type AnyAction = Action<any>;

/** The doors of one module: a URL, and the command or query behind it. Input = params + query + body. */
export class Doors {
  readonly endpoints: Endpoint[] = [];

  get(path: string, query: AnyQuery | AnyAction): this {
    return this.#add("GET", path, query);
  }
  post(path: string, command: AnyCommand | AnyAction): this {
    return this.#add("POST", path, command);
  }
  put(path: string, command: AnyCommand): this {
    return this.#add("PUT", path, command);
  }
  patch(path: string, command: AnyCommand): this {
    return this.#add("PATCH", path, command);
  }
  delete(path: string, command: AnyCommand): this {
    return this.#add("DELETE", path, command);
  }

  #add(method: Method, path: string, operation: AnyCommand | AnyQuery | AnyAction): this {
    const fits = operation.kind === "action" || (method === "GET") === (operation.kind === "query");
    assert(operation.permission !== "internal", `${method} ${path}: leads to an internal command`);
    assert(fits, `${method} ${path}: wrong kind`);
    this.endpoints.push({ method, path, operation });
    return this;
  }
}
