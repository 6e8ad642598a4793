// Turns a change of the schema into SQL with Prisma's schema engine (WebAssembly): no database, no
// network, no engine binary. What the last migration led to is kept as migrations/<provider>/snapshot.prisma.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import { generate, type Provider, packageFolder, providers, readSource } from "./generate.ts";
import { schemaFor } from "./prisma-schema.ts";

/** The SQL that leads from the snapshot to the schema; "" when they agree. Throws on an invalid schema. */
export async function diff(provider: Provider, schema: string, snapshot?: string): Promise<string> {
  const engines = await loadEngine();
  const path = "schema.prisma";
  const engine = await engines.new(
    { datamodels: [[path, schema]] },
    () => {},
    bindMigrationAwareSqlAdapterFactory(emptyDatabase(provider)),
  );
  const { stdout } = await engine.diff({
    from: snapshot
      ? { tag: "schemaDatamodel", files: [{ path, content: snapshot }] }
      : { tag: "empty" },
    to: { tag: "schemaDatamodel", files: [{ path, content: schema }] },
    script: true,
    exitCode: null,
    filters: { externalTables: [], externalEnums: [] },
  });
  const sql = (stdout ?? "").trim();
  return /^-- This is an empty migration\.?$/.test(sql) ? "" : sql;
}

/** Writes the next migration for each database whose schema moved and returns the files written. */
export async function writeMigration(name: string): Promise<string[]> {
  if (!/^[a-z][a-z0-9_]*$/.test(name))
    throw new Error(`A migration's name is lower_snake_case, e.g. add_reels; got "${name}"`);
  const source = readSource();
  const folderName = `${nextNumber()}_${name}`;
  const written: string[] = [];
  for (const provider of providers) {
    const schema = schemaFor(provider, source);
    const sql = await diff(provider, schema, readSnapshot(provider));
    if (sql === "") continue;
    const folder = join(migrationsFolder(provider), folderName);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "migration.sql"), `${sql}\n`);
    writeFileSync(join(migrationsFolder(provider), "snapshot.prisma"), schema);
    written.push(join(folder, "migration.sql"));
  }
  generate();
  return written;
}

export function readSnapshot(provider: Provider): string | undefined {
  const file = join(migrationsFolder(provider), "snapshot.prisma");
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

const migrationsFolder = (provider: Provider) => join(packageFolder, "migrations", provider);

/** One count for both databases, so that a number names one change even where only one of them has it. */
function nextNumber(): string {
  const names = providers
    .map(migrationsFolder)
    .flatMap((folder) => (existsSync(folder) ? readdirSync(folder) : []));
  const highest = Math.max(0, ...names.map((name) => Number.parseInt(name, 10) || 0));
  return String(highest + 1).padStart(4, "0");
}

/** On start the engine asks PostgreSQL for its version and asks nothing else. */
function emptyDatabase(provider: Provider) {
  const kind = provider === "sqlite" ? ("sqlite" as const) : ("postgres" as const);
  const refuse = async () => {
    throw new Error("A diff of two schemas writes nothing");
  };
  const connection = {
    provider: kind,
    adapterName: "schema-diff",
    queryRaw: async ({ sql }: { sql: string }) => {
      if (!/version\(\)/i.test(sql))
        throw new Error(`Unexpected query of the schema engine: ${sql}`);
      return {
        columnNames: ["exists", "version", "numeric_version"],
        columnTypes: [5, 7, 0] as (0 | 5 | 7)[],
        rows: [[true, "PostgreSQL 16.0", 160000]],
      };
    },
    executeRaw: refuse,
    executeScript: refuse,
    startTransaction: refuse,
    dispose: async () => {},
    getConnectionInfo: () => ({ schemaName: "public", supportsRelationJoins: true }),
  };
  const connect = async () => connection;
  return { provider: kind, adapterName: "schema-diff", connect, connectToShadowDb: connect };
}

type EngineModule = typeof import("@prisma/schema-engine-wasm");
let engineModule: Promise<EngineModule["SchemaEngine"]> | undefined;

/** The package's own loader expects a bundler; the glue and the module are joined by hand instead. */
function loadEngine() {
  engineModule ??= (async () => {
    const folder = new URL(".", import.meta.resolve("@prisma/schema-engine-wasm/package.json"));
    const glue = await import(new URL("schema_engine_bg.js", folder).pathname);
    const bytes = readFileSync(new URL("schema_engine_bg.wasm", folder));
    const { instance } = await WebAssembly.instantiate(bytes, { "./schema_engine_bg.js": glue });
    glue.__wbg_set_wasm(instance.exports);
    (instance.exports as { __wbindgen_start(): void }).__wbindgen_start();
    return glue.SchemaEngine;
  })();
  return engineModule;
}
