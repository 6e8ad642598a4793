import { useSyncExternalStore } from "react";
import { nowMs } from "./clock.ts";

interface Ticker {
  read(): number;
  subscribe(listener: () => void): () => void;
}

const tickers = new Map<number, Ticker>();

/** The plant's time in milliseconds, told anew every `everyMs`; everybody who asks hears one timer. */
export function useNow(everyMs = 1000): number {
  const ticker = tickerOf(everyMs);
  return useSyncExternalStore(ticker.subscribe, ticker.read);
}

function tickerOf(everyMs: number): Ticker {
  const ticker = tickers.get(everyMs) ?? createTicker(everyMs);
  tickers.set(everyMs, ticker);
  return ticker;
}

function createTicker(everyMs: number): Ticker {
  const listeners = new Set<() => void>();
  let now = nowMs();
  let timer: ReturnType<typeof setInterval> | undefined;
  const tell = () => {
    now = nowMs();
    for (const listener of listeners) listener();
  };
  return {
    read() {
      // While nobody listens it stands still: the first to come must not see an old time.
      if (timer === undefined && nowMs() - now >= everyMs) now = nowMs();
      return now;
    },
    subscribe(listener) {
      listeners.add(listener);
      timer ??= setInterval(tell, everyMs);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      };
    },
  };
}
