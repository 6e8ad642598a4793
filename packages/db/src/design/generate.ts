// Writes everything that is derived from the schema files and the migrations: the per-database schema,
// the column types Kysely works with, and the migrations as a module that a compiled binary embeds.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import {
  type Column,
  readTables,
  type ScalarType,
  schemaFor,
  type Table,
} from "./prisma-schema.ts";

export const packageFolder = join(import.meta.dir, "../..");
export const providers = ["sqlite", "postgresql"] as const;
export type Provider = (typeof providers)[number];

/** Returns the files that changed; an unchanged file keeps its modification time. */
export function generate(): string[] {
  const source = readSource();
  const outputs: Record<string, string> = {
    "generated/types.ts": typesModule(readTables(source)),
    "generated/migrations.ts": migrationsModule(),
  };
  for (const provider of providers)
    outputs[`generated/${provider}/schema.prisma`] = schemaFor(provider, source);
  return Object.entries(outputs).flatMap(([path, text]) =>
    writeIfChanged(path, text) ? path : [],
  );
}

export function readSource(): string {
  const folder = join(packageFolder, "schema");
  const files = readdirSync(folder).filter((file) => file.endsWith(".prisma"));
  return files
    .sort()
    .map((file) => readFileSync(join(folder, file), "utf8"))
    .join("\n");
}

const scalars: Record<ScalarType, string> = {
  String: "string",
  Int: "number",
  Float: "number",
  Boolean: "boolean",
  DateTime: "string",
  Json: "object",
};

function typesModule(tables: Table[]): string {
  const rows = tables.map(
    ({ model, columns }) =>
      `export interface ${model}Table {\n${columns.map((column) => `  ${column.name}: ${columnType(column)};\n`).join("")}}\n`,
  );
  const entries = tables.map(({ name, model }) => `  ${name}: ${model}Table;\n`);
  return [
    "// Generated from schema/*.prisma. Instants are ISO strings; Json columns read as what was parsed.",
    'import type { ColumnType, Generated } from "kysely";\n',
    ...rows,
    `export interface DB {\n${entries.join("")}}\n`,
  ].join("\n");
}

function columnType({ type, isNullable, hasDefault }: Column): string {
  const written = isNullable ? `${scalars[type]} | null` : scalars[type];
  if (type === "Json")
    return `ColumnType<unknown, ${hasDefault ? `${written} | undefined` : written}, ${written}>`;
  return hasDefault ? `Generated<${written}>` : written;
}

function migrationsModule(): string {
  const lists = providers.map(
    (provider) => `  ${provider}: ${JSON.stringify(readMigrations(provider), null, 2)},\n`,
  );
  return [
    "// Generated from migrations/. Imports nothing, so a compiled binary carries it.",
    "export interface Migration {\n  name: string;\n  sql: string;\n  checksum: string;\n}\n",
    `export const migrations: Record<"sqlite" | "postgresql", Migration[]> = {\n${lists.join("")}};\n`,
  ].join("\n");
}

function readMigrations(provider: Provider) {
  const folder = join(packageFolder, "migrations", provider);
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return names
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const sql = readFileSync(join(folder, name, "migration.sql"), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    });
}

function writeIfChanged(path: string, text: string): boolean {
  const file = join(packageFolder, path);
  if (existsSync(file) && readFileSync(file, "utf8") === text) return false;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return true;
}

if (import.meta.main) {
  const changed = generate();
  console.log(changed.length === 0 ? "db: nothing to generate" : `db: wrote ${changed.join(", ")}`);
}
