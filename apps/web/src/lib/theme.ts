import { createStore, useStore } from "./store.ts";

export type Theme = "light" | "dark" | "system";
const KEY = "lineside.theme";

const theme = createStore<Theme>(read());

export const useTheme = () => useStore(theme);

/** public/theme.js listens and repaints; it also runs before the first paint of the next visit. */
export function setTheme(next: Theme): void {
  if (next === "system") localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, next);
  theme.set(next);
  dispatchEvent(new Event("lineside:theme"));
}

function read(): Theme {
  const kept = globalThis.localStorage?.getItem(KEY);
  return kept === "light" || kept === "dark" ? kept : "system";
}
