import { kyselyFiles, mayCall } from "./import-table.ts";
import type { Import, Source } from "./sources.ts";

/** Each rule returns a sentence for an import that must not be, else null. */
type ImportRule = (source: Source, imported: Import) => string | null;

export const importRules: Record<string, ImportRule> = {
  "domain imports zod, its own noun and other nouns' index.ts, nothing else": domainIsPure,
  "packages know nothing of the applications": packagesAreBelow,
  "the platform knows no module": platformIsBelow,
  "a module reaches another only through index.ts": throughIndex,
  "a module calls only what the table allows": alongTheTable,
  "web features do not import each other": featuresAreApart,
  "web ui and lib know no feature and no route": uiIsBelow,
  "web sees the server only as the type App": webSeesTypes,
  "only packages/db, the platform, store.ts and queries.ts import kysely": kyselyIsStorage,
};

export function findForbiddenImports(rule: ImportRule, sources: Source[]): string[] {
  return sources.flatMap((source) =>
    source.imports.flatMap((imported) => {
      const why = rule(source, imported);
      return why ? [`${source.path} imports ${imported.target}: ${why}`] : [];
    }),
  );
}

const isTest = (path: string) => /\.(test|fixture)\.tsx?$/.test(path);

function domainIsPure({ path }: Source, { target, isOurs }: Import): string | null {
  const noun = segment(path, "packages/domain/src/");
  if (!noun) return null;
  if (!isOurs)
    return target === "zod" || isTest(path) ? null : "domain depends on zod and its kernel only";
  const other = segment(target, "packages/domain/src/");
  if (!other) return "domain is the bottom shelf";
  if (noun === "kernel" && other !== "kernel") return "the kernel knows no noun";
  if (other === noun || isTest(path) || target.endsWith(`/${other}/index.ts`)) return null;
  return "another noun is reached through its index.ts";
}

function packagesAreBelow({ path }: Source, { target }: Import): string | null {
  if (!path.startsWith("packages/") || !target.startsWith("apps/")) return null;
  // The testkit starts the server in a temp folder; everything else stays below it.
  if (path.startsWith("packages/testkit/") && target.startsWith("apps/server/")) return null;
  return "packages are below apps";
}

function platformIsBelow({ path }: Source, { target }: Import): string | null {
  if (!path.startsWith("apps/server/src/platform/") || isTest(path)) return null;
  return moduleOf(target) ? "the platform knows nothing about manufacturing" : null;
}

function throughIndex({ path }: Source, { target }: Import): string | null {
  const other = moduleOf(target);
  if (!other || moduleOf(path) === other || isTest(path)) return null;
  return target === `apps/server/src/modules/${other}/index.ts` ? null : "use its index.ts";
}

function alongTheTable({ path }: Source, { target }: Import): string | null {
  const own = moduleOf(path);
  const other = moduleOf(target);
  if (!own || !other || own === other || isTest(path)) return null;
  if (!mayCall[own]) return `${own} is not in the import table`;
  return mayCall[own].includes(other) ? null : `the table has no arrow ${own} → ${other}`;
}

function featuresAreApart({ path }: Source, { target }: Import): string | null {
  const own = segment(path, "apps/web/src/features/");
  const other = segment(target, "apps/web/src/features/");
  return own && other && own !== other ? "share through ui, lib or the domain" : null;
}

function uiIsBelow({ path }: Source, { target }: Import): string | null {
  if (!/^apps\/web\/src\/(ui|lib)\//.test(path) || isTest(path)) return null;
  return /^apps\/web\/src\/(features|routes|shell)\//.test(target) ? "ui and lib are below" : null;
}

function webSeesTypes({ path }: Source, { target, isOurs, isTypeOnly }: Import): string | null {
  if (!path.startsWith("apps/web/src/") || !isOurs || isTest(path)) return null;
  if (target.startsWith("apps/web/") || target.startsWith("packages/domain/")) return null;
  if (target === "apps/server/src/app.ts") return isTypeOnly ? null : "import type { App }";
  return "the browser has no business there";
}

function kyselyIsStorage({ path }: Source, { target }: Import): string | null {
  return target === "kysely" && !kyselyFiles.test(path) ? "queries live in storage files" : null;
}

export function moduleOf(path: string): string | null {
  return segment(path, "apps/server/src/modules/");
}

function segment(path: string, prefix: string): string | null {
  if (!path.startsWith(prefix)) return null;
  return path.slice(prefix.length).split("/")[0] ?? null;
}
