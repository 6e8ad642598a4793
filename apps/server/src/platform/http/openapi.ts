import { z } from "zod";
import { signatureField } from "../signing.ts";
import type { Doors, Endpoint } from "./api.ts";

/** The API as OpenAPI 3.1, derived from the doors and their schemas: it cannot differ from them. */
export function openApi(doors: Doors[], version: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const endpoint of doors.flatMap((each) => each.endpoints)) {
    const path = `/api${endpoint.path.replace(/:(\w+)/g, "{$1}")}`;
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operationOf(endpoint) };
  }
  return {
    openapi: "3.1.0",
    info: { title: "Lineside", version },
    servers: [{ url: "/" }],
    paths,
    components: {
      schemas: { Problem: problem },
      securitySchemes: {
        session: { type: "apiKey", in: "cookie", name: "lineside.session_token" },
        key: { type: "http", scheme: "bearer", description: "An API key: lsk_…" },
      },
    },
  };
}

function operationOf({ method, path, operation }: Endpoint): object {
  const names = [...path.matchAll(/:(\w+)/g)].map((match) => match[1] ?? "");
  const input = jsonSchema(operation.input, "input");
  const fields = Object.entries(input.properties ?? {});
  const rest = fields.filter(([name]) => !names.includes(name));
  const parameters: object[] = names.map((name) => ({
    name,
    in: "path",
    required: true,
    schema: input.properties?.[name] ?? { type: "string" },
  }));
  const isRaw = operation.kind === "action" && operation.body === "raw";
  if (method === "GET" || isRaw)
    for (const [name, schema] of rest)
      parameters.push({ name, in: "query", required: input.required?.includes(name), schema });
  else if (operation.kind === "command")
    parameters.push({
      name: "Idempotency-Key",
      in: "header",
      description: "Same key and same payload: the stored answer. Another payload: 409.",
      schema: { type: "string", minLength: 8, maxLength: 200 },
    });
  const output = "output" in operation && operation.output;
  return {
    operationId: operation.name,
    tags: [operation.name.split(".")[0]],
    summary: sentence(operation.name),
    "x-permission": operation.permission,
    ...securityOf(operation.permission),
    parameters,
    ...requestBody(operation, { isBodiless: method === "GET" || isRaw, input, rest, names }),
    responses: {
      200: {
        description: "Done",
        content: {
          "application/json": { schema: output ? jsonSchema(output, "output") : {} },
        },
      },
      default: {
        description: "Problem",
        content: {
          "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } },
        },
      },
    },
  };
}

interface Parts {
  isBodiless: boolean;
  input: JsonSchema;
  rest: readonly unknown[];
  names: string[];
}

function requestBody(
  operation: Endpoint["operation"],
  { isBodiless, input, rest, names }: Parts,
): object {
  const reads = operation.kind === "action" && operation.reads;
  if (reads) {
    const schema = jsonSchema(reads, "input");
    return { requestBody: { required: true, content: { "application/json": { schema } } } };
  }
  const isSigned = operation.kind === "command" && operation.signs !== undefined;
  const hasNone = isBodiless || (rest.length === 0 && !isUnion(input) && !isSigned);
  if (hasNone) return {};
  if (!isSigned) return { requestBody: body(input, names) };
  const signature = jsonSchema(signatureField, "input");
  const signed = { ...input, properties: { ...input.properties, signature } };
  return { requestBody: body(signed, names) };
}

function securityOf(permission: Endpoint["operation"]["permission"]): object {
  if (permission === "public") return {};
  const session = { session: [] };
  return { security: permission === "ingest:send" ? [{ key: [] }, session] : [session] };
}

function body(input: JsonSchema, names: string[]): object {
  const without = (list: string[] | undefined) => list?.filter((name) => !names.includes(name));
  const properties = Object.fromEntries(
    Object.entries(input.properties ?? {}).filter(([name]) => !names.includes(name)),
  );
  const schema = { ...input, properties, required: without(input.required) };
  return { required: true, content: { "application/json": { schema } } };
}

interface JsonSchema {
  properties?: Record<string, object>;
  required?: string[];
  oneOf?: object[];
  anyOf?: object[];
}

/** A body of one of several shapes, told apart by a field of it. */
function isUnion(input: JsonSchema): boolean {
  return input.oneOf !== undefined || input.anyOf !== undefined;
}

function jsonSchema(schema: z.ZodType, io: "input" | "output"): JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return rest as JsonSchema;
}

function sentence(name: string): string {
  const verb = (name.split(".")[1] ?? name).replace(/([A-Z])/g, " $1").toLowerCase();
  return verb.charAt(0).toUpperCase() + verb.slice(1);
}

const problem = {
  type: "object",
  required: ["title", "status", "code", "context", "requestId"],
  properties: {
    type: { type: "string" },
    title: { type: "string" },
    status: { type: "integer" },
    code: { type: "string", description: "UPPER_SNAKE; what a client decides on" },
    context: { type: "object" },
    resolvedBy: { type: ["string", "null"], description: "Permission of who can put it right" },
    requestId: { type: "string" },
  },
};

/** The reference page: Scalar's bundle from this server, nothing from elsewhere and nothing sent there. */
export const referencePage = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Lineside API</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><script id="api-reference" data-url="/openapi.json" data-configuration='{"withDefaultFonts":false,"telemetry":false,"hideClientButton":true,"showDeveloperTools":"never","agent":{"disabled":true},"mcp":{"disabled":true}}'></script>
<script src="/docs/scalar.js"></script></body></html>`;

/** The reference bundle writes styles and runs its own inline configuration. */
export const referenceCsp =
  "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self'; worker-src 'self' blob:; frame-ancestors 'none'";
