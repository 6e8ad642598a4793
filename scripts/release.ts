import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { BinaryKind } from "./binary-header.ts";
import { root } from "./shell.ts";

export interface ReleaseTarget extends BinaryKind {
  /** As bun names it, e.g. bun-linux-arm64. */
  target: string;
}

const linux = { os: "linux", libc: "glibc" } as const;

/** The machines a plant has. Bun 1.4.5 has one runtime for x64: "baseline" is the same file. */
export const releaseTargets: readonly ReleaseTarget[] = [
  { target: "bun-linux-x64", ...linux, arch: "x64" },
  { target: "bun-linux-x64-musl", ...linux, arch: "x64", libc: "musl" },
  { target: "bun-linux-arm64", ...linux, arch: "arm64" },
  { target: "bun-windows-x64", os: "windows", libc: null, arch: "x64" },
];

export function fileNameOf({ target, os }: ReleaseTarget, version: string): string {
  return `lineside-${version}-${target.replace("bun-", "")}${os === "windows" ? ".exe" : ""}`;
}

export interface ReleaseFile {
  name: string;
  bytes: number;
  sha256: string;
}

export interface Release {
  product: "lineside";
  version: string;
  /** false: made from changes nobody committed; not for a plant. */
  isCommitted: boolean;
  commit: string;
  bun: string;
  /** The last migration of each database: what a restore or a downgrade is compared with. */
  schema: { sqlite: string; postgresql: string };
  binaries: (ReleaseTarget & ReleaseFile)[];
  others: ReleaseFile[];
  /** Targets that could not be made, and why. */
  missing: { target: string; why: string }[];
}

/** As sha256sum writes and checks it. */
export function checksums(files: readonly ReleaseFile[]): string {
  return files
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, sha256 }) => `${sha256}  ${name}\n`)
    .join("");
}

export function lastMigration(dialect: "sqlite" | "postgresql"): string {
  const folder = join(root, "packages/db/migrations", dialect);
  return (
    readdirSync(folder)
      .filter((name) => /^\d{4}_/.test(name))
      .sort()
      .at(-1) ?? ""
  );
}

export function fileOf(folder: string, name: string): ReleaseFile {
  const bytes = readFileSync(join(folder, name));
  const sha256 = new Bun.CryptoHasher("sha256").update(bytes).digest("hex");
  return { name, bytes: bytes.length, sha256 };
}
