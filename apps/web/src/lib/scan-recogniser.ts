export interface ScannerSettings {
  /** Characters a scanner is set to send before / after the code; cut off. */
  prefix: string;
  suffix: string;
  /** A scanner sends a key every 1–30 ms; the fastest typist needs more than 60. */
  gapMsMax: number;
  lengthMin: number;
}

export const scannerDefaults: ScannerSettings = {
  prefix: "",
  suffix: "",
  gapMsMax: 50,
  lengthMin: 3,
};

export type Heard =
  | { kind: "ignored" }
  /** May be the start or the middle of a scan. `isFirst`: keep what the field held until now. */
  | { kind: "collecting"; isFirst: boolean }
  | { kind: "scan"; text: string };

export interface Recogniser {
  hear(key: string, atMs: number): Heard;
  reset(): void;
}

/** Tells a keyboard-wedge scanner from fingers: fast keys without a pause, ended by Enter or Tab. */
export function createRecogniser(settings: ScannerSettings = scannerDefaults): Recogniser {
  let text = "";
  /** With what came just before: a busy terminal or a weak radio makes a scanner stutter. */
  let whole = "";
  let lastMs = Number.NEGATIVE_INFINITY;
  const reset = () => {
    text = "";
    whole = "";
    lastMs = Number.NEGATIVE_INFINITY;
  };
  return {
    reset,
    hear(key, atMs) {
      const isInTime = atMs - lastMs <= settings.gapMsMax;
      if (key === "Enter" || key === "Tab") {
        const isScan = isInTime && unwrapped(text, settings).length >= settings.lengthMin;
        const code = isScan ? unwrapped(whole, settings) || unwrapped(text, settings) : "";
        reset();
        return isScan ? { kind: "scan", text: code } : ignored;
      }
      // Shift and friends come between the characters of an upper-case code.
      if (key === "Shift" || key === "CapsLock" || key === "AltGraph") return ignored;
      if ([...key].length !== 1) {
        reset();
        return ignored;
      }
      const isFirst = atMs - lastMs > stutterMsMax;
      text = isInTime ? text + key : key;
      whole = isFirst ? key : whole + key;
      lastMs = atMs;
      return { kind: "collecting", isFirst };
    },
  };
}

/** A longer pause than this is the beginning of something else. */
const stutterMsMax = 300;

const ignored: Heard = { kind: "ignored" };

function unwrapped(text: string, { prefix, suffix }: ScannerSettings): string {
  if (!text.startsWith(prefix) || !text.endsWith(suffix)) return "";
  return text.slice(prefix.length, text.length - suffix.length).trim();
}
