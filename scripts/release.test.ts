import { describe, expect, test } from "bun:test";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BinaryKind, readKind } from "./binary-header.ts";
import { checksums, fileNameOf, fileOf, lastMigration, releaseTargets } from "./release.ts";

/** The head of a program as its linker writes it. */
function elf(machine: number, loader: string): Uint8Array {
  const bytes = new Uint8Array(256);
  const view = new DataView(bytes.buffer);
  bytes.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  view.setUint16(18, machine, true);
  view.setBigUint64(32, 64n, true);
  view.setUint16(54, 56, true);
  view.setUint16(56, 1, true);
  view.setUint32(64, 3, true);
  view.setBigUint64(64 + 8, 128n, true);
  view.setBigUint64(64 + 32, BigInt(loader.length + 1), true);
  bytes.set(new TextEncoder().encode(`${loader}\0`), 128);
  return bytes;
}

function pe(machine: number): Uint8Array {
  const bytes = new Uint8Array(256);
  const view = new DataView(bytes.buffer);
  bytes.set([0x4d, 0x5a]);
  view.setUint32(0x3c, 128, true);
  view.setUint32(128, 0x50450000);
  view.setUint16(132, machine, true);
  view.setUint16(152, 0x20b, true);
  return bytes;
}

const broken = (bytes: Uint8Array, at: number, value: number) => {
  bytes[at] = value;
  return bytes;
};

describe("the head of a binary says what machine it is for", () => {
  // biome-ignore format: a table
  test.each<[string, Uint8Array, BinaryKind | null]>([
    ["x64, glibc",         elf(62, "/lib64/ld-linux-x86-64.so.2"),     { os: "linux", arch: "x64", libc: "glibc" }],
    ["x64, musl",          elf(62, "/lib/ld-musl-x86_64.so.1"),        { os: "linux", arch: "x64", libc: "musl" }],
    ["arm64, glibc",       elf(183, "/lib/ld-linux-aarch64.so.1"),     { os: "linux", arch: "arm64", libc: "glibc" }],
    ["arm64, musl",        elf(183, "/lib/ld-musl-aarch64.so.1"),      { os: "linux", arch: "arm64", libc: "musl" }],
    ["riscv",              elf(243, "/lib/ld-linux-riscv64.so.1"),     null],
    ["32 bits",            broken(elf(62, "/lib/ld-linux.so.2"), 4, 1), null],
    ["big endian",         broken(elf(62, "/lib/ld-linux.so.2"), 5, 2), null],
    ["Windows x64",        pe(0x8664),                                 { os: "windows", arch: "x64", libc: null }],
    ["Windows arm64",      pe(0xaa64),                                 { os: "windows", arch: "arm64", libc: null }],
    ["Windows 32 bits",    pe(0x14c),                                  null],
    ["a script",           new TextEncoder().encode("#!/bin/sh\n".padEnd(80)), null],
    ["half a file",        elf(62, "/lib64/ld-linux-x86-64.so.2").subarray(0, 40), null],
    ["nothing",            new Uint8Array(0),                          null],
  ])("%s", (_, head, kind) => expect(readKind(head)).toEqual(kind));

  test("the bun that runs this test is for this machine", () => {
    if (process.platform !== "linux") return;
    const head = readFileSync(process.execPath).subarray(0, 65_536);
    expect(readKind(head)).toMatchObject({ os: "linux", arch: process.arch as "x64" });
  });
});

describe("a release", () => {
  test("has Linux x64 and arm64, Windows x64, one file each", () => {
    const names = releaseTargets.map((target) => fileNameOf(target, "1.2.3"));
    expect(new Set(names).size).toBe(names.length);
    for (const name of [
      "lineside-1.2.3-linux-x64",
      "lineside-1.2.3-linux-arm64",
      "lineside-1.2.3-windows-x64.exe",
    ])
      expect(names).toContain(name);
  });

  test("says the newest schema of both databases, the same in both", () => {
    expect(lastMigration("sqlite")).toMatch(/^\d{4}_\w+$/);
    expect(lastMigration("postgresql")).toBe(lastMigration("sqlite"));
  });

  test("has sums that sha256sum accepts, and refuses after a change", () => {
    const folder = mkdtempSync(join(tmpdir(), "lineside-release-"));
    try {
      for (const name of ["b", "a"]) writeFileSync(join(folder, name), name);
      const sums = checksums(["b", "a"].map((name) => fileOf(folder, name)));
      expect(sums).toBe(
        "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb  a\n" +
          "3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d  b\n",
      );
      writeFileSync(join(folder, "SHA256SUMS"), sums);
      const check = () =>
        Bun.spawnSync(["sha256sum", "--check", "SHA256SUMS"], { cwd: folder }).exitCode;
      if (!Bun.which("sha256sum")) return;
      expect(check()).toBe(0);
      writeFileSync(join(folder, "a"), "b");
      expect(check()).toBe(1);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
