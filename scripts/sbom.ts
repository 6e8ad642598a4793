// What is inside: dist/sbom.cdx.json, a CycloneDX list of every package the binary was made of.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { main, root } from "./shell.ts";
import type { Step } from "./steps.ts";

export const sbomPath = join(root, "dist/sbom.cdx.json");

export const sbomStep = (): Step => ({
  name: "List what is inside",
  inputs: ["bun.lock", "package.json", "scripts/sbom.ts"],
  outputs: ["dist/sbom.cdx.json"],
  run: () => {
    mkdirSync(join(root, "dist"), { recursive: true });
    writeFileSync(sbomPath, `${JSON.stringify(makeSbom(), null, 2)}\n`);
  },
});

/** Workspaces whose dependencies end up in the binary; everything else only builds and tests it. */
const shipped = ["apps/server", "apps/web", "packages/db", "packages/domain"];

/** Built by its maker and carried whole, though only the build asks for it. */
const carried = ["@scalar/api-reference"];

interface Wanted {
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
}
type Locked = [id: string, registry: string, wanted: Wanted, integrity: string];

export interface Lock {
  workspaces: Record<string, Wanted & { name: string; devDependencies?: Record<string, string> }>;
  packages: Record<string, Locked>;
}

export function readLock(): Lock {
  const text = readFileSync(join(root, "bun.lock"), "utf8");
  // JSON with a comma after the last element.
  return JSON.parse(text.replace(/,(\s*[}\]])/g, "$1"));
}

export interface Component {
  type: "library" | "platform";
  "bom-ref": string;
  name: string;
  version: string;
  purl: string;
  scope: "required";
  hashes?: { alg: "SHA-512"; content: string }[];
  licenses?: ({ license: { id: string } | { name: string } } | { expression: string })[];
}

/** The same bytes from the same lock file: no clock, no randomness. */
export function makeSbom(lock: Lock = readLock()) {
  const { version, packageManager } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const { keys, edges } = closureOf(lock);
  const licences = readLicences();
  const found = new Map<string, Component>();
  for (const key of keys) {
    const component = toComponent(lock.packages[key] as Locked, licences);
    found.set(component["bom-ref"], component);
  }
  const bunVersion = String(packageManager).replace("bun@", "");
  const runtime: Component = {
    ...{ type: "platform", name: "bun", version: bunVersion, scope: "required" },
    ...{ "bom-ref": `pkg:npm/bun@${bunVersion}`, purl: `pkg:npm/bun@${bunVersion}` },
    licenses: [{ license: { id: "MIT" } }],
  };
  const product = `pkg:generic/lineside@${version}`;
  const direct = edges.get("") ?? new Set<string>();
  const refOf = (key: string) => purlOf((lock.packages[key] as Locked)[0]);
  const dependsOn = new Map<string, Set<string>>([
    [product, new Set([runtime["bom-ref"], ...[...direct].map(refOf)])],
  ]);
  for (const key of keys) {
    const known = dependsOn.get(refOf(key)) ?? new Set();
    for (const next of edges.get(key) ?? []) known.add(refOf(next));
    dependsOn.set(refOf(key), known);
  }
  const components = [...found.values(), runtime].sort((a, b) => order(a["bom-ref"], b["bom-ref"]));
  return {
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    serialNumber: `urn:uuid:${uuidOf(JSON.stringify([version, components]))}`,
    version: 1,
    metadata: {
      component: {
        ...{ type: "application", "bom-ref": product, name: "lineside", version },
        licenses: [{ license: { id: "Apache-2.0" } }],
      },
    },
    components,
    dependencies: [...dependsOn]
      .map(([ref, next]) => ({ ref, dependsOn: [...next].sort(order) }))
      .sort((a, b) => order(a.ref, b.ref)),
  };
}

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** Keys of the lock file that are reached from what is shipped, and by whom. */
function closureOf({ workspaces, packages }: Lock) {
  const edges = new Map<string, Set<string>>();
  const keys = new Set<string>();
  const walk = (from: string, wanted: Wanted) => {
    for (const name of namesOf(wanted)) {
      const key = resolve(packages, from, name);
      // A workspace of our own, or an optional package of another platform.
      if (key === null || (packages[key] as Locked)[0].includes("@workspace:")) continue;
      const known = edges.get(from) ?? new Set();
      edges.set(from, known.add(key));
      if (keys.has(key)) continue;
      keys.add(key);
      walk(key, (packages[key] as Locked)[2] ?? {});
    }
  };
  for (const folder of shipped) walk("", workspaces[folder] ?? {});
  walk("", { dependencies: Object.fromEntries(carried.map((name) => [name, ""])) });
  return { keys: [...keys].sort(order), edges };
}

const namesOf = (wanted: Wanted) => [
  ...Object.keys(wanted.dependencies ?? {}),
  ...Object.keys(wanted.optionalDependencies ?? {}),
];

/** The nearest package of the name, as a lookup through folders would find it. */
function resolve(packages: Lock["packages"], from: string, name: string): string | null {
  for (let at = from; at !== ""; at = at.slice(0, Math.max(0, at.lastIndexOf("/"))))
    if (`${at}/${name}` in packages) return `${at}/${name}`;
  return name in packages ? name : null;
}

function toComponent([id, , , integrity]: Locked, licences: Map<string, string>): Component {
  const { name, version } = partsOf(id);
  const licence = licences.get(`${name}@${version}`);
  return {
    ...{ type: "library", "bom-ref": purlOf(id), name, version, purl: purlOf(id) },
    scope: "required",
    ...(integrity?.startsWith("sha512-")
      ? { hashes: [{ alg: "SHA-512", content: hexOf(integrity.slice("sha512-".length)) }] }
      : {}),
    ...(licence ? { licenses: [toLicence(licence)] } : {}),
  };
}

function partsOf(id: string): { name: string; version: string } {
  const at = id.lastIndexOf("@");
  return { name: id.slice(0, at), version: id.slice(at + 1) };
}

function purlOf(id: string): string {
  const { name, version } = partsOf(id);
  return `pkg:npm/${name.replace("@", "%40")}@${version}`;
}

const hexOf = (base64: string) => Buffer.from(base64, "base64").toString("hex");

const spdx =
  /^(MIT|MIT-0|ISC|0BSD|Apache-2\.0|BSD-2-Clause|BSD-3-Clause|MPL-2\.0|CC0-1\.0|CC-BY-4\.0|Unlicense|BlueOak-1\.0\.0|Python-2\.0|OFL-1\.1|WTFPL|Zlib)$/;

function toLicence(text: string): NonNullable<Component["licenses"]>[number] {
  if (spdx.test(text)) return { license: { id: text } };
  if (/ (OR|AND) /.test(text)) return { expression: text };
  return { license: { name: text } };
}

/** name@version -> licence, as the installed packages say. */
function readLicences(): Map<string, string> {
  const store = join(root, "node_modules/.bun");
  const licences = new Map<string, string>();
  for (const folder of readdirSync(store).sort(order)) {
    const name = /^(@[^+]+\+[^@]+|[^@]+)@/.exec(folder)?.[1]?.replace("+", "/");
    const path = name && join(store, folder, "node_modules", name, "package.json");
    if (!path || !existsSync(path)) continue;
    const { version, license } = JSON.parse(readFileSync(path, "utf8"));
    if (typeof license === "string") licences.set(`${name}@${version}`, license);
  }
  return licences;
}

function uuidOf(text: string): string {
  const hex = new Bun.CryptoHasher("sha256").update(text).digest("hex");
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `5${hex.slice(13, 16)}`];
  return [...parts, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join("-");
}

if (import.meta.main)
  main(async () => {
    await sbomStep().run();
    console.log("dist/sbom.cdx.json");
    return 0;
  });
