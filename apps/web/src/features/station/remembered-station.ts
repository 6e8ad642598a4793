const KEY = "lineside.station";

/** The station this terminal stands at; kept on the terminal, not with the person. */
export const rememberedStation = (): string | null => localStorage.getItem(KEY);

export const rememberStation = (code: string): void => localStorage.setItem(KEY, code);
