import type { Database } from "@lineside/db";
import { type CleanedWhere, createAdapterFactory } from "better-auth/adapters";
import type { Expression, ExpressionBuilder, Kysely, SqlBool } from "kysely";

/**
 * better-auth's storage on our own Kysely (ADR 0003): the same rows, instants and booleans as every
 * other table. Each call is one statement and, when it writes, a unit of work of its own.
 */
export function authAdapter(db: Database) {
  // better-auth names tables at run time; their columns are declared in schema/auth.prisma.
  // biome-ignore lint/suspicious/noExplicitAny: the table is a value here, not a type
  const k = db.auto as unknown as Kysely<any>;
  return createAdapterFactory({
    config: {
      adapterId: "lineside",
      adapterName: "Lineside",
      supportsDates: false,
      supportsBooleans: true,
      supportsJSON: false,
      supportsNumericIds: false,
      disableIdGeneration: false,
      transaction: false,
    },
    adapter: () => ({
      create: async ({ model, data }) =>
        (await k.insertInto(model).values(data).returningAll().executeTakeFirstOrThrow()) as never,
      update: async ({ model, where, update }) =>
        ((await k
          .updateTable(model)
          .set(update as object)
          .where(matching(where))
          .returningAll()
          .executeTakeFirst()) ?? null) as never,
      updateMany: async ({ model, where, update }) => {
        const done = await k
          .updateTable(model)
          .set(update)
          .where(matching(where))
          .executeTakeFirst();
        return Number(done.numUpdatedRows);
      },
      findOne: async ({ model, where }) =>
        ((await k.selectFrom(model).selectAll().where(matching(where)).executeTakeFirst()) ??
          null) as never,
      findMany: async ({ model, where, limit, sortBy, offset }) => {
        let query = k.selectFrom(model).selectAll().limit(limit);
        if (where?.length) query = query.where(matching(where));
        if (sortBy) query = query.orderBy(sortBy.field, sortBy.direction);
        if (offset) query = query.offset(offset);
        return (await query.execute()) as never;
      },
      delete: async ({ model, where }) => {
        await k.deleteFrom(model).where(matching(where)).execute();
      },
      deleteMany: async ({ model, where }) => {
        const done = await k.deleteFrom(model).where(matching(where)).executeTakeFirst();
        return Number(done.numDeletedRows);
      },
      count: async ({ model, where }) => {
        let query = k.selectFrom(model).select((x) => x.fn.countAll().as("n"));
        if (where?.length) query = query.where(matching(where));
        return Number((await query.executeTakeFirstOrThrow()).n);
      },
    }),
  });
}

// biome-ignore lint/suspicious/noExplicitAny: columns are values here, not types
type Columns = ExpressionBuilder<any, any>;

/** better-auth's conditions: OR binds the terms marked so, AND all others. */
function matching(where: CleanedWhere[]): (x: Columns) => Expression<SqlBool> {
  return (x) => {
    const all = where.filter((term) => term.connector !== "OR").map((each) => term(x, each));
    const any = where.filter((term) => term.connector === "OR").map((each) => term(x, each));
    return x.and([...all, ...(any.length > 0 ? [x.or(any)] : [])]);
  };
}

const comparisons = { eq: "=", ne: "!=", lt: "<", lte: "<=", gt: ">", gte: ">=" } as const;

function term(x: Columns, { field, operator, value }: CleanedWhere): Expression<SqlBool> {
  if (value === null) return x(field, operator === "ne" ? "is not" : "is", null);
  switch (operator) {
    case "in":
      return x(field, "in", value);
    case "not_in":
      return x(field, "not in", value);
    case "contains":
      return x(field, "like", `%${value}%`);
    case "starts_with":
      return x(field, "like", `${value}%`);
    case "ends_with":
      return x(field, "like", `%${value}`);
    default:
      return x(field, comparisons[operator], value);
  }
}
