import { type RefObject, useEffect, useRef } from "react";

/** A letter waits longer than a digit: people type numbers by hand that begin with a letter. */
const loneMs = { digit: 140, letter: 500 };

/** A scanner's keys come closer together than this; none of them is a key pressed alone. */
const burstMs = 60;

const isTyping = (target: EventTarget | null): target is HTMLInputElement =>
  target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement;

/** Fields that give a single key away as long as they are empty: the scan line, the defect search. */
const lendsKeys = (target: HTMLInputElement) =>
  target.dataset.lone !== undefined && target.value === "";

/**
 * A key pressed alone is a command, the first key of a scan is not: what comes right behind it
 * decides. `act` returns false for keys that mean nothing here.
 */
export function useLoneKey(act: (key: string) => void, keys: RegExp): void {
  const latest = useRef({ act, keys });
  latest.current = { act, keys };
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let lastAt = 0;
    const hear = (event: KeyboardEvent) => {
      clearTimeout(timer);
      const { target, key } = event;
      const isBurst = event.timeStamp - lastAt < burstMs;
      lastAt = event.timeStamp;
      if (isBurst || event.repeat) return;
      if (event.ctrlKey || event.metaKey || event.altKey || !latest.current.keys.test(key)) return;
      if (isTyping(target) && !lendsKeys(target)) return;
      if (isDialogOpen()) return;
      const wait = /\d/.test(key) ? loneMs.digit : loneMs.letter;
      timer = setTimeout(() => {
        if (isTyping(target) && target.value !== "" && target.value !== key) return;
        if (isTyping(target)) clearField(target);
        latest.current.act(key);
      }, wait);
    };
    // Before the scanner's listener may stop the event: a scan's end must cancel the command.
    addEventListener("keydown", hear, { capture: true });
    return () => {
      clearTimeout(timer);
      removeEventListener("keydown", hear, { capture: true });
    };
  }, []);
}

const meanings: Record<string, "pass" | "fail" | "cancel"> = {
  Enter: "pass",
  F2: "fail",
  Escape: "cancel",
};

/** Enter, F2 and Esc, wherever the focus is; fields and buttons that use them come first. */
export function useStationKeys(keys: Record<"pass" | "fail" | "cancel", () => void>): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      const { key, target } = event;
      const meant = meanings[key];
      if (!meant) return;
      if (event.defaultPrevented || event.isComposing || event.repeat || isDialogOpen()) return;
      if (key === "Enter" && target instanceof Element && target.closest("button, a, select, form"))
        return;
      event.preventDefault();
      latest.current[meant]();
    };
    addEventListener("keydown", hear);
    return () => removeEventListener("keydown", hear);
  }, []);
}

/** Whether a key was used last: then a touch screen has a scanner or a keyboard that fills fields. */
let isByKey = false;
addEventListener("keydown", () => {
  isByKey = true;
});
addEventListener("pointerdown", () => {
  isByKey = false;
});

/**
 * The focus goes to the field the moment needs (`data-home`) and comes back to it after every click.
 * After a touch nothing is focused by itself: scans are heard anyway, and no keyboard pops up.
 */
export function useHomeFocus(root: RefObject<HTMLElement | null>, moment: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: every new moment has its own field
  useEffect(() => focusHome(root.current), [moment]);
  useEffect(() => {
    const back = () =>
      setTimeout(() => {
        const now = document.activeElement;
        const isNeeded = isTyping(now) || now instanceof HTMLSelectElement || isDialogOpen();
        if (!isNeeded) focusHome(root.current);
      }, 0);
    addEventListener("click", back);
    addEventListener("focus", back);
    return () => {
      removeEventListener("click", back);
      removeEventListener("focus", back);
    };
  }, [root]);
}

function focusHome(root: HTMLElement | null): void {
  if (matchMedia("(pointer: coarse)").matches && !isByKey) return;
  root?.querySelector<HTMLElement>("[data-home]")?.focus({ preventScroll: true });
}

/** A toast calls itself a dialog too, but nobody answers it. */
const isDialogOpen = () =>
  document.querySelector("[role=dialog]:not([aria-modal=false]), [role=menu]") !== null;

/** React hears it as if the key had been taken back. */
function clearField(field: HTMLInputElement): void {
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(field, "");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
