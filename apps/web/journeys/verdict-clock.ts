import type { Page } from "playwright-core";

export interface VerdictTimes {
  /** From the Enter of the scan to the painted verdict. */
  scanMs: number[];
  /** From the server's answer to the painted verdict. */
  answerMs: number[];
}

/** Runs in the page before anything else: notes when a code ended, and when a verdict was painted. */
export function startVerdictClock(): void {
  let shown = "";
  // On the window, and first: the page's own scanner lets nobody else hear the Enter of a scan.
  window.addEventListener(
    "keydown",
    (event) => {
      if (event.key === "Enter") performance.mark("journey:enter");
    },
    { capture: true },
  );
  const look = () => {
    const now = document.querySelector("[data-verdict]")?.textContent ?? "";
    if (now === shown) return;
    shown = now;
    // The frame after the next one begins when the verdict is on the screen.
    if (now) requestAnimationFrame(() => setTimeout(() => performance.mark("journey:verdict"), 0));
  };
  const options = { subtree: true, childList: true, characterData: true, attributes: true };
  document.addEventListener("DOMContentLoaded", () =>
    new MutationObserver(look).observe(document, options),
  );
}

/** Pairs every verdict with the Enter and with the answer before it. */
export function readVerdictTimes(page: Page): Promise<VerdictTimes> {
  return page.evaluate(() => {
    const marks = (name: string) =>
      performance.getEntriesByName(name, "mark").map((mark) => mark.startTime);
    const enters = marks("journey:enter");
    const answers = (performance.getEntriesByType("resource") as PerformanceResourceTiming[])
      .filter(({ name }) => /\/api\/stations\/[^/]+\/(resolve|track-in|track-out)/.test(name))
      .map(({ responseEnd }) => responseEnd);
    const last = (times: number[], before: number) =>
      Math.max(...times.filter((time) => time <= before));
    const verdicts = marks("journey:verdict");
    // What another key brought up (undo) has no Enter of its own and is left out.
    const asked = verdicts
      .map((at) => ({ at, enter: last(enters, at), answer: last(answers, at) }))
      .filter(({ enter, answer }) => Number.isFinite(enter) && answer > enter)
      .filter(({ at, enter }) => !verdicts.some((other) => other > enter && other < at));
    return {
      scanMs: asked.map(({ at, enter }) => at - enter),
      answerMs: asked.map(({ at, answer }) => at - answer),
    };
  });
}

export function percentile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
