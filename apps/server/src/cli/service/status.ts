import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { version } from "../../platform/version.ts";
import { askReady, ownUrl } from "../health.ts";
import type { Machine } from "./carry-out.ts";
import { readSettings } from "./env-file.ts";
import { placeOf, settingsFile } from "./place.ts";
import { unitPath } from "./plan.ts";
import { systemdUnit, unitName } from "./unit.ts";

export interface Status {
  active: string;
  /** What systemd says of it, by its own names. */
  properties: Record<string, string>;
  installed: string | null;
  own: string;
  /** null: it cannot be told without root. */
  isUnitCurrent: boolean | null;
  settingsMode: string | null;
  ready: { isReady: boolean; text: string } | null;
}

const asked = [
  ...["ActiveState", "SubState", "UnitFileState", "MainPID", "NRestarts", "Result"],
  ...["ExecMainStatus", "ActiveEnterTimestamp", "MemoryCurrent", "DropInPaths"],
];

export async function readStatus(machine: Machine): Promise<Status> {
  const shown = machine.run(["systemctl", "show", unitName, `--property=${asked.join(",")}`]);
  const properties = readProperties(shown.output);
  const text = readable(join(machine.root, settingsFile));
  const settings = text === null ? null : readSettings(text);
  const place = settings && placeOf(settings);
  const path = join(machine.root, settingsFile);
  return {
    active: properties.ActiveState ?? "unknown",
    properties,
    installed: place && versionOf(machine, place.binary),
    own: version,
    isUnitCurrent:
      place && settings
        ? readable(join(machine.root, unitPath)) === systemdUnit(place, settings)
        : null,
    settingsMode: existsSync(path) ? (statSync(path).mode & 0o7777).toString(8) : null,
    ready: settings && (await askReady(new URL("/readyz", ownUrl(settings)), 3_000, true)),
  };
}

/** NAME=value a line, as systemctl show prints them. */
export function readProperties(text: string): Record<string, string> {
  return Object.fromEntries(
    text.split("\n").flatMap((line) => {
      const [name, value] = line.split(/=(.*)/s, 2);
      return name && value !== undefined ? [[name, value]] : [];
    }),
  );
}

export function statusText(found: Status): string {
  const { properties: says } = found;
  const lines: [string, string][] = [
    [
      "service",
      `${found.active} (${says.SubState ?? "?"}), ${says.UnitFileState || "not enabled"}, since ${says.ActiveEnterTimestamp || "never"}, pid ${says.MainPID ?? "0"}, restarts ${says.NRestarts ?? "0"}, result ${says.Result ?? "?"} (${says.ExecMainStatus ?? "?"})`,
    ],
    ["binary", `${found.installed ?? "cannot be asked"}; this one is ${found.own}`],
    ["unit", unitText(found)],
    ["settings", settingsState(found.settingsMode)],
    ["ready", found.ready?.text ?? "unknown without the settings: run it with sudo"],
  ];
  return lines.map(([name, text]) => `${name.padEnd(9)} ${text}\n`).join("");
}

function unitText({ isUnitCurrent, properties }: Status): string {
  const own = properties.DropInPaths ? `, with ${properties.DropInPaths}` : "";
  if (isUnitCurrent === null) return `${unitPath}${own}`;
  return isUnitCurrent
    ? `${unitPath}, as this version writes it${own}`
    : `${unitPath} is not what this version writes: lineside service install${own}`;
}

function settingsState(mode: string | null): string {
  if (mode === null) return `${settingsFile} is not there, or hidden without root`;
  if (mode === "600") return `${settingsFile}, mode 600`;
  return `${settingsFile} has mode ${mode}: secrets may be read by others, chmod 600`;
}

function versionOf({ run }: Machine, binary: string): string | null {
  if (!existsSync(binary)) return null;
  const { code, output } = run([binary, "version"]);
  return code === 0 ? output.trim() : null;
}

function readable(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}
