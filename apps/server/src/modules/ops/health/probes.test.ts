import { afterAll, describe, expect, test } from "bun:test";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileSystemOf, systemProbes } from "./probes.ts";

const folder = mkdtempSync(join(tmpdir(), "lineside-probes-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("where a folder lies, by what is mounted", () => {
  const mounted = (...lines: string[]) =>
    fileSystemOf(
      join(folder, "not/made/yet"),
      Promise.resolve(["/dev/sda1 / ext4 rw 0 0", ...lines, ""].join("\n")),
    );

  test.each([
    ["nfs", true],
    ["nfs4", true],
    ["cifs", true],
    ["smb3", true],
    ["9p", true],
    ["virtiofs", true],
    ["fuse.sshfs", true],
    ["fuse", true],
    ["ceph", true],
    ["xfs", false],
    ["btrfs", false],
    ["zfs", false],
    ["overlay", false],
  ])("%s: over a network %p", async (kind, isNetworked) => {
    const found = await mounted(`somewhere ${folder} ${kind} rw 0 0`);
    expect(found).toEqual({ kind, isNetworked, isVolatile: false });
  });

  test("the mount nearest to it counts, the last one if there are two, and names with blanks are names", async () => {
    const lines = [`a:/x ${tmpdir()} nfs rw`, `b ${folder} xfs rw`, `b ${folder} ext4 rw`];
    expect((await mounted(...lines)).kind).toBe("ext4");
    expect((await mounted(`a ${folder}-other nfs rw`)).isNetworked).toBe(false);
    expect((await mounted("a /tmp/with\\040blank nfs rw")).isNetworked).toBe(false);
  });

  test("memory is told; where nothing is, a share of Windows is told by its name", async () => {
    expect((await mounted(`tmpfs ${folder} tmpfs rw`)).isVolatile).toBe(true);
    expect(await fileSystemOf("\\\\server\\share", Promise.resolve(""))).toMatchObject({
      ...{ kind: "share", isNetworked: true },
    });
  });
});

describe("this machine", () => {
  test("has a disk with room on it, also below a folder that is not made yet", async () => {
    const { freeBytes, totalBytes } = await systemProbes.space(join(folder, "later"));
    expect(totalBytes).toBeGreaterThan(freeBytes);
    expect(freeBytes).toBeGreaterThan(0);
  });

  test("writes durably, and leaves nothing behind", async () => {
    const took = await systemProbes.durableWrites(folder, 3);
    expect(took).toHaveLength(3);
    expect(took.every((ms) => ms > 0)).toBe(true);
    expect(readdirSync(folder)).toEqual([]);
    expect(systemProbes.durableWrites(join(folder, "gone"), 1)).rejects.toThrow("ENOENT");
  });

  test("has memory", async () => {
    const { rssBytes, leftBytes, totalBytes } = await systemProbes.memory();
    expect(rssBytes).toBeGreaterThan(10e6);
    expect(totalBytes).toBeGreaterThan(leftBytes);
  });

  test("knows of a file who may read it, and of one that is not there nothing", async () => {
    expect((await systemProbes.statusOf(folder))?.device).toBeGreaterThan(0);
    expect(await systemProbes.statusOf(join(folder, "gone"))).toBeNull();
  });
});
