import { listFiles } from "./steps.ts";

export const partNames = ["structure", "unit", "scenario", "timed", "journey", "slow"] as const;
export type PartName = (typeof partNames)[number];

export interface Part {
  name: PartName;
  title: string;
  needsBinary: boolean;
  /** A part that does not end is a failed part. */
  limitMinutes: number;
  /** Files at once; each has databases, servers and a browser of its own. */
  workers?: number;
}

export const parts: Part[] = [
  { name: "structure", title: "Structure rules", needsBinary: false, limitMinutes: 1 },
  { name: "unit", title: "Rules and units", needsBinary: false, limitMinutes: 2 },
  {
    name: "scenario",
    title: "Stores and scenarios",
    needsBinary: true,
    limitMinutes: 8,
    workers: 2,
  },
  // What measures how long people wait has the machine alone.
  { name: "timed", title: "Timed journeys", needsBinary: true, limitMinutes: 3 },
  {
    name: "journey",
    title: "Browser journeys",
    needsBinary: true,
    limitMinutes: 8,
    workers: 2,
  },
  { name: "slow", title: "Slow part", needsBinary: true, limitMinutes: 5, workers: 2 },
];

export function testFiles(): string[] {
  return listFiles(["{apps,packages,scripts}/**/*.test.{ts,tsx}", "!**/dist/**"]);
}

/** The name of a test file says which part it belongs to, else the room it stands in. */
export function partOf(path: string): PartName {
  if (path.startsWith("scripts/structure/")) return "structure";
  if (/\.slow\.test\.tsx?$/.test(path)) return "slow";
  if (/\.timed\.test\.tsx?$/.test(path)) return "timed";
  if (/\.journey\.test\.tsx?$/.test(path)) return "journey";
  if (/^(packages\/domain|apps\/web|scripts)\//.test(path)) return "unit";
  return "scenario";
}

/** Files whose path contains one of the words; a word that names a part stands for all of it. */
export function select(paths: string[], words: string[]): Map<PartName, string[]> {
  const chosen = new Map<PartName, string[]>();
  for (const path of paths) {
    const part = partOf(path);
    const isNamed = (word: string) => word === part || (word === "check" && part === "structure");
    const matches = words.some((word) => isNamed(word) || path.includes(word));
    if (words.length === 0 || matches) chosen.set(part, [...(chosen.get(part) ?? []), path]);
  }
  return chosen;
}
