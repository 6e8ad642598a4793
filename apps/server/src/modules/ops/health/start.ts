import type { Platform } from "../../../platform/platform.ts";

/** When nobody waits for the first answers any more. */
const firstMs = 5_000;

/** Looks at this node every minute from then on, whichever others there are. Returns how to stop. */
export function startHealth(platform: Platform): () => Promise<void> {
  let stop = async () => {};
  const timer = setTimeout(async () => {
    // Loaded now: a start has better things to do.
    const { watchOf } = await import("./watch.ts");
    if (platform.isDraining) return;
    const watch = watchOf(platform);
    watch.start();
    stop = () => watch.stop();
  }, firstMs);
  timer.unref();
  return async () => {
    clearTimeout(timer);
    await stop();
  };
}
