import { readFileSync } from "node:fs";

/**
 * Calls stop once when the npm command that started this script has ended. npm ends its shell on
 * SIGTERM, but neither the npx under it nor this script hears of it: without this a stopped
 * `npm start` would leave the server running.
 */
export function whenCallerEnds(stop: () => void): void {
  const chain = callers();
  const timer = setInterval(() => {
    if (chain.every(({ pid, parent }) => readStat(pid)?.parent === parent)) return;
    clearInterval(timer);
    stop();
  }, 500);
  timer.unref();
}

interface Caller {
  pid: number;
  parent: number;
  name: string;
}

/** This process and those above it up to the topmost npm or bun; the terminal above is nobody's business. */
function callers(): Caller[] {
  const chain: Caller[] = [];
  for (let pid = process.pid; pid > 1 && chain.length < 8; ) {
    const stat = readStat(pid);
    if (!stat) break;
    chain.push({ pid, ...stat });
    pid = stat.parent;
  }
  const top = chain.findLastIndex(({ name }) => /^\S*\b(npm|bun)\b/.test(name));
  // The parent of npm itself may go (nohup); of npm only the existence counts, told by its child.
  return top < 0 ? [] : chain.slice(0, top);
}

/** Null when the process is gone, or where there is no /proc: then nobody is watched. */
function readStat(pid: number): { parent: number; name: string } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const afterName = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const name = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
    return { parent: Number(afterName[1]), name };
  } catch {
    return null;
  }
}
