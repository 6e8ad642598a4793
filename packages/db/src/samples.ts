// Rows for the tests of this package.
import type { NewRow } from "./database.ts";
import { type Params, statement } from "./statement.ts";

export const at = "2026-11-22T04:59:22.007Z";

export function person(username: string): NewRow<"auth_user"> {
  return {
    id: Bun.randomUUIDv7(),
    name: username,
    email: `${username}@plant.example`,
    username,
    createdAt: at,
    updatedAt: at,
  };
}

export const addPerson = statement((k, p: Params<{ id: string; username: string; at: string }>) =>
  k.insertInto("auth_user").values({
    id: p("id"),
    name: p("username"),
    email: p("username"),
    username: p("username"),
    createdAt: p("at"),
    updatedAt: p("at"),
  }),
);

export const findPerson = statement((k, p: Params<{ username: string }>) =>
  k.selectFrom("auth_user").selectAll().where("username", "=", p("username")),
);

export const renamePerson = statement((k, p: Params<{ username: string; name: string }>) =>
  k
    .updateTable("auth_user")
    .set({ name: p("name") })
    .where("username", "=", p("username")),
);

export const newPerson = (username: string) => ({ id: Bun.randomUUIDv7(), username, at });
