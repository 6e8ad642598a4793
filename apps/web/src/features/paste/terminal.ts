import { createStore, type Store, useStore } from "~/lib/store.ts";

/** Kept on the terminal, not with the person: the line it stands at, the fridge beside it. */
function remembered(key: string): Store<string | null> {
  const store = createStore<string | null>(globalThis.localStorage?.getItem(key) ?? null);
  store.subscribe(() => {
    const now = store.get();
    if (now === null) localStorage.removeItem(key);
    else localStorage.setItem(key, now);
  });
  return store;
}

const line = remembered("lineside.paste.line");
const fridge = remembered("lineside.paste.fridge");

export const useTerminalLine = () => useStore(line);
export const useTerminalFridge = () => useStore(fridge);
export const chooseLine = (code: string | null) => line.set(code);
export const chooseFridge = (code: string | null) => fridge.set(code);
