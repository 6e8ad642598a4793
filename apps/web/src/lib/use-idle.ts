import { useEffect, useState } from "react";

const wait = globalThis.requestIdleCallback ?? ((then: () => void) => setTimeout(then, 500));

/** True once the page stands and nothing else is to do. */
export function useIdle(): boolean {
  const [isIdle, setIdle] = useState(false);
  useEffect(() => {
    // After the first data has come: what is on screen goes first.
    const timer = setTimeout(() => wait(() => setIdle(true)), 1500);
    return () => clearTimeout(timer);
  }, []);
  return isIdle;
}
