// npm run audit:deps: known holes in what the binary is made of, as far as the registry tells.

import { makeSbom, readLock } from "./sbom.ts";
import { attempt, main } from "./shell.ts";

/** 0: asked and clean. 1: holes. 3: nobody could be asked, which is not the same as clean. */
export const exitCodes = { clean: 0, holes: 1, unasked: 3 } as const;

export interface Asked {
  exitCode: number;
  output: string;
}

export interface Verdict {
  outcome: keyof typeof exitCodes;
  text: string;
}

interface Advisory {
  severity?: string;
  title?: string;
  url?: string;
}

/** What `bun audit --json` said. A registry that cannot be asked is told as that, never as clean. */
export function judge({ exitCode, output }: Asked, count: number): Verdict {
  const advisories = parse(output);
  if (advisories === null) {
    const why = output.trim().split("\n").at(-1) ?? "";
    return {
      outcome: "unasked",
      text: `Nobody could be asked: the registry did not answer the audit (${why || `exit code ${exitCode}`}). This says nothing about the ${count} packages. Ask again where the registry can be reached, or give dist/sbom.cdx.json to a scanner.`,
    };
  }
  const lines = Object.entries(advisories).flatMap(([name, known]) =>
    known.map(
      (each) => `${each.severity ?? "unknown"}  ${name}  ${each.title ?? ""}  ${each.url ?? ""}`,
    ),
  );
  if (lines.length === 0) return { outcome: "clean", text: `No known hole in ${count} packages.` };
  return { outcome: "holes", text: [...lines, `${lines.length} known holes.`].join("\n") };
}

function parse(output: string): Record<string, Advisory[]> | null {
  const start = output.indexOf("{");
  if (start < 0) return null;
  try {
    const value: unknown = JSON.parse(output.slice(start));
    const isTable =
      typeof value === "object" && value !== null && Object.values(value).every(Array.isArray);
    return isTable ? (value as Record<string, Advisory[]>) : null;
  } catch {
    return null;
  }
}

if (import.meta.main)
  main(async () => {
    const asked = await attempt([process.execPath, "audit", "--json"], { timeoutMs: 60_000 });
    const count = makeSbom(readLock()).components.length;
    const { outcome, text } = judge(asked, count);
    console.log(text);
    return exitCodes[outcome];
  });
