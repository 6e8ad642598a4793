// Reads the part of the Prisma schema language that our schema uses. An unknown type is an error, so
// that no column can reach the code in a representation the two databases do not share.

export type ScalarType = "String" | "Int" | "Float" | "Boolean" | "DateTime" | "Json";

export interface Column {
  name: string;
  type: ScalarType;
  isNullable: boolean;
  hasDefault: boolean;
}

export interface Table {
  model: string;
  name: string;
  columns: Column[];
}

const scalarTypes = new Set<string>(["String", "Int", "Float", "Boolean", "DateTime", "Json"]);

export function readTables(schema: string): Table[] {
  const models = [...schema.matchAll(/^model (\w+) \{\n([\s\S]*?)^\}/gm)];
  const names = new Set(models.map(([, model]) => model!));
  return models.map(([, model, body]) => ({
    model: model!,
    name: body!.match(/^\s*@@map\("(\w+)"\)/m)?.[1] ?? model!,
    columns: body!.split("\n").flatMap((line) => readColumn(line, names)),
  }));
}

function readColumn(line: string, models: Set<string>): Column[] {
  const field = line.match(/^\s*([a-z]\w*)\s+(\w+)(\?|\[\])?(.*)$/);
  if (!field) return [];
  const [, name, type, arity, attributes] = field;
  if (models.has(type!)) return [];
  if (!scalarTypes.has(type!) || arity === "[]")
    throw new Error(
      `Field "${name}" has type ${type}${arity ?? ""}, which the databases do not share`,
    );
  return [
    {
      name: attributes!.match(/@map\("(\w+)"\)/)?.[1] ?? name!,
      type: type as ScalarType,
      isNullable: arity === "?",
      hasDefault: /@default\(/.test(attributes!),
    },
  ];
}

const providerHeader = (provider: "sqlite" | "postgresql") =>
  `datasource db {\n  provider = "${provider}"\n}\n\n`;

/** The schema as one database sees it: instants keep milliseconds and their zone on PostgreSQL. */
export function schemaFor(provider: "sqlite" | "postgresql", source: string): string {
  const body =
    provider === "sqlite"
      ? source
      : source.replace(/^(\s*[a-z]\w*\s+DateTime\??)(?!.*@db\.)/gm, "$1 @db.Timestamptz(3)");
  return providerHeader(provider) + body;
}
