import { existsSync } from "node:fs";
import { UsageError } from "../usage.ts";

interface Needed {
  /** A folder instead of this machine: no right is needed. */
  root: string;
  needsSystemd: boolean;
  needsRoot?: boolean;
}

interface Here {
  platform: string;
  hasSystemd: boolean;
  isRoot: boolean;
}

/** Throws UsageError where it cannot be done, with what to do instead. */
export function whyNotHere(needed: Needed): void {
  const sentence = whyNot(needed, {
    platform: process.platform,
    hasSystemd: existsSync("/run/systemd/system"),
    isRoot: process.getuid?.() === 0,
  });
  if (sentence) throw new UsageError(sentence);
}

const windows = `Windows has no systemd. Two ways, as administrator, in the folder of lineside.exe:
  with WinSW (a wrapper that restarts it and keeps its output): lineside-service.xml beside it, see "Windows" in agent_docs/05_ops/single_binary_deployment.md
  with the task scheduler: schtasks /create /tn Lineside /sc onstart /ru "NT AUTHORITY\\LOCAL SERVICE" /tr "C:\\Lineside\\lineside.exe serve"
sc.exe alone does not do: it ends a program that does not speak its protocol after 30 s.`;

export function whyNot(
  { root, needsSystemd, needsRoot = true }: Needed,
  here: Here,
): string | null {
  if (here.platform === "win32") return windows;
  if (root !== "") return null;
  if (here.platform !== "linux")
    return `${here.platform} has no systemd; "lineside serve" runs in a terminal, "lineside service print" shows the unit for a Linux machine.`;
  if (needsSystemd && !here.hasSystemd)
    return `This machine was not started by systemd (a container, or another init). Let its own supervisor run "lineside serve"
(in a container: deploy/Containerfile), or prepare the root of another machine with --root DIR; "lineside service print" shows the unit.`;
  if (needsRoot && !here.isRoot)
    return "This changes the machine and needs root: run it with sudo. --dry-run shows what it would do.";
  return null;
}
