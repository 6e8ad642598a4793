import { expect, test } from "bun:test";
import { askingOnce } from "./patient-probes.ts";

const room = { freeBytes: 1, totalBytes: 2 };
const kind = { kind: "ext4", isNetworked: false, isVolatile: false };

test("a share that hangs is asked one thing, however often somebody wants to know", async () => {
  const asked: string[] = [];
  const hang = Promise.withResolvers<void>();
  const ask = async <T>(what: string, folder: string, answer: T) => {
    asked.push(`${what} ${folder}`);
    if (folder === "/mnt/share") await hang.promise;
    return answer;
  };
  const probes = askingOnce({
    space: (folder) => ask("space", folder, room),
    fileSystem: (folder) => ask("kind", folder, kind),
    statusOf: (folder) => ask("status", folder, null),
  });
  const answers: Promise<unknown>[] = [];
  for (let minute = 0; minute < 10; minute++) {
    answers.push(probes.space("/mnt/share"), probes.fileSystem("/mnt/share"));
    answers.push(probes.statusOf("/mnt/share"));
    expect(await probes.space("/var")).toEqual(room);
  }
  expect(asked.filter((each) => each.endsWith("/mnt/share"))).toEqual(["space /mnt/share"]);
  expect(asked.filter((each) => each.endsWith("/var"))).toHaveLength(10);
  hang.resolve();
  await Promise.all(answers);
  expect(asked.filter((each) => each.endsWith("/mnt/share"))).toEqual([
    "space /mnt/share",
    "kind /mnt/share",
    "status /mnt/share",
  ]);
  expect(await probes.space("/mnt/share")).toEqual(room);
});

test("one that fails is asked again", async () => {
  let count = 0;
  const fail = async () => {
    count++;
    throw new Error("ENOENT");
  };
  const probes = askingOnce({ space: fail, fileSystem: fail, statusOf: fail });
  for (const _ of [1, 2]) await expect(probes.space("/gone")).rejects.toThrow("ENOENT");
  await expect(probes.statusOf("/gone")).rejects.toThrow("ENOENT");
  expect(count).toBe(3);
});
