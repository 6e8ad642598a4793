import { describe, expect, test } from "bun:test";
import { type Lock, makeSbom, readLock } from "./sbom.ts";

const lock = readLock();
const sbom = makeSbom(lock);
const refs = new Set(sbom.components.map((each) => each["bom-ref"]));

describe("the list of what is inside", () => {
  test("is CycloneDX 1.6 about this product", () => {
    expect(sbom).toMatchObject({ bomFormat: "CycloneDX", specVersion: "1.6", version: 1 });
    expect(sbom.serialNumber).toMatch(
      /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(sbom.metadata.component).toMatchObject({ type: "application", name: "lineside" });
  });

  test("names each package once, with version, address, hash and licence", () => {
    expect(refs.size).toBe(sbom.components.length);
    for (const component of sbom.components) {
      expect(component.purl).toMatch(/^pkg:npm\/(%40[\w.-]+\/)?[\w.-]+@\d[\w.+-]*$/);
      expect(component["bom-ref"]).toBe(component.purl);
      for (const { content } of component.hashes ?? []) expect(content).toMatch(/^[0-9a-f]{128}$/);
    }
    const libraries = sbom.components.filter((each) => each.type === "library");
    expect(libraries.filter((each) => !each.hashes).map((each) => each.name)).toEqual([]);
    const licensed = libraries.filter((each) => each.licenses);
    expect(licensed.length / libraries.length).toBeGreaterThan(0.9);
  });

  test("has what runs and not what only builds", () => {
    const names = new Set(sbom.components.map((each) => each.name));
    for (const name of [
      "bun",
      "kysely",
      "pg",
      "pg-protocol",
      "better-auth",
      "zod",
      "react",
      "@scalar/api-reference",
    ])
      expect([name, names.has(name)]).toEqual([name, true]);
    for (const name of ["@biomejs/biome", "turbo", "playwright-core", "typescript"])
      expect([name, names.has(name)]).toEqual([name, false]);
  });

  test("every dependency it tells of is in it", () => {
    const known = new Set([...refs, sbom.metadata.component["bom-ref"]]);
    expect(new Set(sbom.dependencies.map((each) => each.ref)).isSubsetOf(known)).toBe(true);
    for (const { dependsOn } of sbom.dependencies)
      expect(dependsOn.filter((ref) => !refs.has(ref))).toEqual([]);
  });

  test("is the same for the same lock file, and another for another", () => {
    expect(makeSbom(readLock())).toEqual(sbom);
    const other = structuredClone(lock) as Lock;
    (other.packages.kysely as unknown as string[])[0] = "kysely@9.9.9";
    expect(makeSbom(other).serialNumber).not.toBe(sbom.serialNumber);
  });

  test("a nested copy of a package is found before the one at the top", () => {
    const small: Lock = {
      workspaces: { "apps/server": { name: "s", dependencies: { a: "1", b: "2" } } },
      packages: {
        a: ["a@1.0.0", "", { dependencies: { b: "1" } }, ""],
        "a/b": ["b@1.0.0", "", {}, ""],
        b: ["b@2.0.0", "", {}, ""],
      },
    };
    const { dependencies } = makeSbom(small);
    const of = (ref: string) => dependencies.find((each) => each.ref === ref)?.dependsOn;
    expect(of("pkg:npm/a@1.0.0")).toEqual(["pkg:npm/b@1.0.0"]);
    expect(of(sbom.metadata.component["bom-ref"])).toContain("pkg:npm/b@2.0.0");
  });
});
