import { useEffect, useRef } from "react";
import { createRecogniser, type ScannerSettings, scannerDefaults } from "./scan-recogniser.ts";

/** Returns false when this screen has no use for the code, so that the one below may take it. */
export type ScanHandler = (text: string) => boolean | undefined | Promise<boolean | undefined>;

const handlers: ScanHandler[] = [];

/** What the shell does with a scan that no screen wants; it is asked last, whichever mounted first. */
export function useScanAtLast(handler: ScanHandler): void {
  useHandler(handler, { isActive: true, isLast: true });
}

/** The topmost screen hears the scan first; the shell, at the bottom, opens whatever was scanned. */
export function useScan(handler: ScanHandler, isActive = true): void {
  useHandler(handler, { isActive, isLast: false });
}

function useHandler(
  handler: ScanHandler,
  { isActive, isLast }: { isActive: boolean; isLast: boolean },
): void {
  const latest = useRef(handler);
  latest.current = handler;
  useEffect(() => {
    if (!isActive) return;
    const entry: ScanHandler = (text) => latest.current(text);
    if (isLast) handlers.unshift(entry);
    else handlers.push(entry);
    return () => {
      handlers.splice(handlers.indexOf(entry), 1);
    };
  }, [isActive, isLast]);
}

/** Also for codes typed into a box by hand. */
export async function dispatchScan(text: string): Promise<void> {
  for (const handler of handlers.toReversed()) {
    if ((await handler(text)) !== false) return;
  }
}

/** Hears scans on any page. Called once, by the shell. */
export function useScannerListener(settings: Partial<ScannerSettings> = {}): void {
  const key = JSON.stringify(settings);
  useEffect(() => {
    const listener = createListener({ ...scannerDefaults, ...JSON.parse(key) });
    addEventListener("keydown", listener, { capture: true });
    return () => removeEventListener("keydown", listener, { capture: true });
  }, [key]);
}

type Editable = HTMLInputElement | HTMLTextAreaElement;

function createListener(settings: ScannerSettings): (event: KeyboardEvent) => void {
  const recogniser = createRecogniser(settings);
  let field: { element: Editable; value: string } | null = null;
  return (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const heard = recogniser.hear(event.key, event.timeStamp);
    if (heard.kind === "collecting" && heard.isFirst) {
      const target = editable(event.target);
      field = target && { element: target, value: target.value };
    }
    if (heard.kind !== "scan") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    // A form field that has the focus wants the code, but not the Enter that would submit the form.
    if (field?.element.closest("[data-scan=keep]") && keepsScan(field.element, heard.text)) return;
    // Anywhere else the scanner typed into whatever had the focus: give it back what it held.
    if (field) restore(field.element, field.value);
    field = null;
    void dispatchScan(heard.text);
  };
}

/** The field's screen may give the code back: a board's label is no measured value. */
function keepsScan(element: Editable, text: string): boolean {
  const offer = new CustomEvent(offerScan, { detail: text, bubbles: true, cancelable: true });
  return element.dispatchEvent(offer);
}

/** Sent to a field that keeps scans, with the code; `preventDefault` passes it on to the screen. */
export const offerScan = "lineside:scan";

/** The text field the keys go to. */
function editable(target: EventTarget | null): Editable | null {
  if (!(target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement)) return null;
  return target.readOnly || target.disabled ? null : target;
}

function restore(element: Editable, value: string): void {
  const prototype =
    element instanceof HTMLInputElement
      ? HTMLInputElement.prototype
      : HTMLTextAreaElement.prototype;
  Object.getOwnPropertyDescriptor(prototype, "value")?.set?.call(element, value);
  element.dispatchEvent(new Event("input", { bubbles: true }));
}
