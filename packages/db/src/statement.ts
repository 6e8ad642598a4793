// A statement is built and compiled once per dialect; executing it only fills in the parameters.
import type { Compilable, Kysely } from "kysely";
import type { DB, Dialect } from "./database.ts";
import { encode } from "./encoding.ts";
import { compileOnly } from "./kysely-over.ts";

/** Stands for the parameter of that name while the statement is built. */
export type Params<P> = <N extends keyof P & string>(name: N) => P[N];

export interface Statement<P, R> {
  compiled(dialect: Dialect): CompiledStatement<P>;
  /** Types only. */
  readonly row?: R;
}

export interface CompiledStatement<P> {
  readonly sql: string;
  /** Unique in this process: names the prepared statement on PostgreSQL. */
  readonly name: string;
  parameters(params: P): unknown[];
}

type Build<P, R> = (k: Kysely<DB>, p: Params<P>, dialect: Dialect) => Compilable<R>;

/**
 * Usage: `statement((k, p: Params<{ sn: string }>) => k.selectFrom("execution_unit").selectAll().where("sn", "=", p("sn")))`.
 * A parameter stands for one bound value; lists and optional clauses need a query built at run time.
 */
export function statement<P, R>(build: Build<P, R>): Statement<P, R> {
  const byDialect: Partial<Record<Dialect, CompiledStatement<P>>> = {};
  return {
    compiled(dialect) {
      byDialect[dialect] ??= compile(build, dialect);
      return byDialect[dialect];
    },
  };
}

class Placeholder {
  constructor(readonly name: string) {}
}

let count = 0;

function compile<P, R>(build: Build<P, R>, dialect: Dialect): CompiledStatement<P> {
  const placeholder = ((name: string) => new Placeholder(name)) as unknown as Params<P>;
  const { sql, parameters } = build(compileOnly(dialect), placeholder, dialect).compile();
  const names = parameters.map((value) => (value instanceof Placeholder ? value.name : null));
  const constants = parameters.map((value) =>
    value instanceof Placeholder ? null : encode(dialect, value),
  );
  return {
    sql,
    name: `s${++count}`,
    parameters(params) {
      const values = new Array<unknown>(names.length);
      for (let i = 0; i < names.length; i++) {
        const name = names[i] as (keyof P & string) | null;
        if (name === null) values[i] = constants[i];
        else if (params[name] === undefined) throw new TypeError(`Parameter "${name}" is missing`);
        else values[i] = encode(dialect, params[name]);
      }
      return values;
    },
  };
}
