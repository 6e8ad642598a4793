import { expect, test } from "bun:test";
import { readProperties, type Status, statusText } from "./status.ts";
import { whyNot } from "./why-not.ts";

const machine = { root: "", needsSystemd: true };
const folder = { root: "/mnt/image", needsSystemd: true };
const linux = { platform: "linux", hasSystemd: true, isRoot: true };

// biome-ignore format: a table
test.each([
  ["Windows",                   machine,                            { ...linux, platform: "win32" },               "WinSW"],
  ["a folder on Windows",       folder,                             { ...linux, platform: "win32" },               "WinSW"],
  ["macOS",                     machine,                            { ...linux, platform: "darwin" },              "lineside serve"],
  ["a container",               machine,                            { ...linux, hasSystemd: false },               "supervisor"],
  ["a container, as anybody",   machine,                            { ...linux, hasSystemd: false, isRoot: false }, "supervisor"],
  ["nobody in particular",      machine,                            { ...linux, isRoot: false },                   "sudo"],
  ["root",                      machine,                            linux,                                         null],
  ["a look at it",              { ...machine, needsRoot: false },   { ...linux, isRoot: false },                   null],
  ["a folder, by anybody",      folder,                             { platform: "linux", hasSystemd: false, isRoot: false }, null],
])("%s: said what to do instead", (...[, needed, here, sentence]) => {
  const said = whyNot(needed, here);
  if (sentence === null) expect(said).toBeNull();
  else expect(said).toContain(sentence);
});

test("the state says what systemd says, and what is not as it should be", () => {
  const properties = readProperties(
    "ActiveState=active\nSubState=running\nMainPID=12\nNRestarts=3\nDropInPaths=\nExecStart={ a=b ; }\n",
  );
  expect(properties).toMatchObject({ MainPID: "12", DropInPaths: "", ExecStart: "{ a=b ; }" });
  const found: Status = {
    ...{ active: "active", properties, installed: "lineside 0.1.0", own: "0.2.0" },
    ...{ isUnitCurrent: false, settingsMode: "644", ready: null },
  };
  const text = statusText(found);
  expect(text).toContain("pid 12, restarts 3");
  expect(text).toContain("is not what this version writes");
  expect(text).toContain("chmod 600");
});
