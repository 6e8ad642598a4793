import { useEffect } from "react";

const isApple = /Mac|iPhone|iPad/.test(globalThis.navigator?.userAgent ?? "");
export const commandKey = isApple ? "⌘ K" : "Ctrl K";

/** Ctrl K, wherever the focus is. */
export function usePaletteKey(onPress: () => void): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      onPress();
    };
    addEventListener("keydown", listen);
    return () => removeEventListener("keydown", listen);
  }, [onPress]);
}
