/** The server's time as this screen knows it: the plant has one clock, terminals drift. */
let offsetMs = 0;

export function nowMs(): number {
  return browserMs() + offsetMs;
}

/** Called with every answer's Date header (whole seconds), so small differences are noise. */
export function noteServerTime(date: string | null): void {
  if (!date) return;
  const difference = Date.parse(date) + 500 - browserMs();
  if (Math.abs(difference - offsetMs) > 1500) offsetMs = difference;
}

function browserMs(): number {
  return performance.timeOrigin + performance.now();
}
