import type { RefusalNotice } from "@lineside/domain/execution";
import { doubleReadMs } from "~/lib/scan-pace.ts";

/** Boards are put on, or taken off. */
export type LoadMode = "LOAD" | "UNLOAD";

/** A board where it lies. */
export interface Lying {
  sn: string;
  position: number | null;
}

/** The carrier in hand, as the last answer told it. */
export interface InHand {
  carrierNo: string;
  /** Null: takes as many as there are. */
  capacity: number | null;
  units: readonly Lying[];
}

/** What was done last, for taking it back. */
export interface Done {
  mode: LoadMode;
  units: readonly Lying[];
}

export type Said =
  | { kind: "TAKEN" }
  | { kind: "LOADED"; units: readonly Lying[]; isFull: boolean; isUndo: boolean }
  | { kind: "UNLOADED"; units: readonly Lying[]; isEmpty: boolean; isUndo: boolean }
  | { kind: "OPERATOR"; name: string }
  | {
      kind: "REFUSED";
      refusal: RefusalNotice;
      scan: string;
      /** Scanned before the refusal was on screen, and not carried out. */
      dropped: readonly string[];
    };

export interface LoadLoop {
  mode: LoadMode;
  carrier: InHand | null;
  /** `no` tells two equal answers apart. */
  said: (Said & { no: number }) | null;
  /** Whether everything shall be taken off; asked first. */
  isAskingAll: boolean;
  done: Done | null;
  /** The code on its way to the server. */
  busy: string | null;
  /** Scans heard meanwhile, in order. */
  pending: readonly string[];
  lastRead: { text: string; atMs: number } | null;
}

export type LoadEffect =
  /** A carrier, or the badge of somebody. */
  | { do: "FIND"; scan: string }
  | { do: "LOAD"; carrierNo: string; scan: string }
  | { do: "UNLOAD"; carrierNo: string; scan: string }
  | { do: "UNLOAD_ALL"; carrierNo: string }
  | { do: "TAKE_BACK"; carrierNo: string; done: Done }
  | { do: "SOUND"; sound: "ok" | "refused" };

export type LoadInput =
  | { type: "SCANNED"; text: string; atMs: number }
  | { type: "TAKEN"; carrierNo: string }
  | { type: "MODE"; mode: LoadMode }
  | { type: "UNDO" }
  | { type: "ASK_ALL" }
  | { type: "UNLOAD_ALL" }
  | { type: "CANCEL" }
  /** `refusal`: why nothing can be put on it now; said at once, not after a walk to the boards. */
  | { type: "FOUND"; carrier: InHand; refusal: RefusalNotice | null }
  /** The carrier as it is now; nothing was asked. */
  | { type: "TOLD"; carrier: InHand }
  | { type: "MOVED"; mode: LoadMode; carrier: InHand; isUndo: boolean }
  | { type: "OPERATOR_ON"; name: string }
  | { type: "REFUSED"; refusal: RefusalNotice; scan: string };

export interface LoadTurn {
  loop: LoadLoop;
  effects: readonly LoadEffect[];
}

export const emptyLoad: LoadLoop = {
  mode: "LOAD",
  carrier: null,
  said: null,
  isAskingAll: false,
  done: null,
  busy: null,
  pending: [],
  lastRead: null,
};

/** Labels that press the buttons, for hands that hold nothing but the scanner. */
export const loadCommands = ["LOAD", "UNLOAD", "UNLOAD_ALL", "UNDO", "CANCEL"] as const;
type Command = (typeof loadCommands)[number];

const commandOf = (text: string): Command | null =>
  loadCommands.find((command) => command === text.toUpperCase()) ?? null;

/** The loading page as a table: what a scan, a key or an answer does. No I/O, no clock. */
export function loadStep(loop: LoadLoop, input: LoadInput): LoadTurn {
  const move = moved(loop, input);
  const [next, ...later] = move.loop.pending;
  if (move.loop.busy !== null || next === undefined) return move;
  const following = act({ ...move.loop, pending: later }, next);
  return { loop: following.loop, effects: [...move.effects, ...following.effects] };
}

function moved(loop: LoadLoop, input: LoadInput): LoadTurn {
  switch (input.type) {
    case "SCANNED":
      return scanned(loop, input);
    case "TAKEN":
      return ask(loop, { do: "FIND", scan: input.carrierNo }, input.carrierNo);
    case "MODE":
      return stay({ ...loop, mode: input.mode, isAskingAll: false });
    case "UNDO":
      return undo(loop);
    case "ASK_ALL":
      return askAll(loop);
    case "UNLOAD_ALL":
      return unloadAll(loop);
    case "CANCEL":
      return cancel(loop);
    case "FOUND":
      return found(loop, input);
    case "TOLD":
      return input.carrier.carrierNo === loop.carrier?.carrierNo && loop.busy === null
        ? stay({ ...loop, carrier: input.carrier })
        : stay(loop);
    case "MOVED":
      return changed(loop, input);
    case "OPERATOR_ON":
      return say({ ...loop, busy: null }, { kind: "OPERATOR", name: input.name });
    case "REFUSED":
      return say(
        { ...loop, busy: null, pending: [] },
        { kind: "REFUSED", refusal: input.refusal, scan: input.scan, dropped: loop.pending },
      );
  }
}

function scanned(loop: LoadLoop, { text, atMs }: { text: string; atMs: number }): LoadTurn {
  const isHeldTrigger = loop.lastRead?.text === text && atMs - loop.lastRead.atMs < doubleReadMs;
  const isTwice = isHeldTrigger || loop.busy === text || loop.pending.at(-1) === text;
  const read = { ...loop, lastRead: { text, atMs } };
  if (isTwice) return stay(read);
  if (loop.busy !== null) return stay({ ...read, pending: [...loop.pending, text] });
  return act(read, text);
}

function act(loop: LoadLoop, text: string): LoadTurn {
  const command = commandOf(text);
  if (command) return obey(loop, command);
  const { carrier, mode } = loop;
  if (!carrier) return ask(loop, { do: "FIND", scan: text }, text);
  if (text === carrier.carrierNo) return say({ ...loop, isAskingAll: false }, { kind: "TAKEN" });
  return ask(loop, { do: mode, carrierNo: carrier.carrierNo, scan: text }, text);
}

/** The label of UNLOAD_ALL asks first; scanned a second time it is the answer. */
function obey(loop: LoadLoop, command: Command): LoadTurn {
  switch (command) {
    case "LOAD":
    case "UNLOAD":
      return stay({ ...loop, mode: command, said: null, isAskingAll: false }, "ok");
    case "UNLOAD_ALL":
      return loop.isAskingAll ? unloadAll(loop) : askAll(loop);
    case "UNDO":
      return undo(loop);
    case "CANCEL":
      return cancel(loop);
  }
}

function askAll(loop: LoadLoop): LoadTurn {
  if (!loop.carrier || loop.carrier.units.length === 0) return stay(loop, "refused");
  return stay({ ...loop, said: null, isAskingAll: true });
}

function unloadAll(loop: LoadLoop): LoadTurn {
  if (!loop.carrier || loop.busy !== null) return stay(loop);
  const { carrierNo } = loop.carrier;
  return ask(loop, { do: "UNLOAD_ALL", carrierNo }, carrierNo);
}

/** What was put on comes off, what was taken off goes back to its place. */
function undo(loop: LoadLoop): LoadTurn {
  const { carrier, done } = loop;
  if (loop.busy !== null) return stay(loop);
  if (!carrier || !done) return stay(loop, "refused");
  return ask(loop, { do: "TAKE_BACK", carrierNo: carrier.carrierNo, done }, carrier.carrierNo);
}

/** One step back: the question, the answer on the screen, then the carrier itself. */
function cancel(loop: LoadLoop): LoadTurn {
  if (loop.isAskingAll) return stay({ ...loop, isAskingAll: false });
  if (loop.said?.kind === "REFUSED") return stay({ ...loop, said: null });
  return stay({ ...emptyLoad, lastRead: loop.lastRead });
}

function found(
  loop: LoadLoop,
  { carrier, refusal }: { carrier: InHand; refusal: RefusalNotice | null },
): LoadTurn {
  const next: LoadLoop = { ...loop, busy: null, carrier, mode: "LOAD", done: null };
  if (!refusal) return say(next, { kind: "TAKEN" });
  const { carrierNo: scan } = carrier;
  return say({ ...next, pending: [] }, { kind: "REFUSED", refusal, scan, dropped: loop.pending });
}

interface Moved {
  mode: LoadMode;
  carrier: InHand;
  isUndo: boolean;
}

function changed(loop: LoadLoop, { mode, carrier, isUndo }: Moved): LoadTurn {
  const before = loop.carrier?.units ?? [];
  const units = mode === "LOAD" ? without(carrier.units, before) : without(before, carrier.units);
  const count = carrier.units.length;
  const next: LoadLoop = {
    ...loop,
    busy: null,
    carrier,
    isAskingAll: false,
    done: isUndo || units.length === 0 ? null : { mode, units },
  };
  return mode === "LOAD"
    ? say(next, { kind: "LOADED", units, isFull: count === carrier.capacity, isUndo })
    : say(next, { kind: "UNLOADED", units, isEmpty: count === 0, isUndo });
}

const without = (units: readonly Lying[], others: readonly Lying[]) =>
  units.filter(({ sn }) => !others.some((other) => other.sn === sn));

function say(loop: LoadLoop, said: Said): LoadTurn {
  const no = (loop.said?.no ?? 0) + 1;
  return stay({ ...loop, said: { ...said, no } }, said.kind === "REFUSED" ? "refused" : "ok");
}

function ask(loop: LoadLoop, effect: LoadEffect, busy: string): LoadTurn {
  return { loop: { ...loop, busy, isAskingAll: false }, effects: [effect] };
}

function stay(loop: LoadLoop, sound?: "ok" | "refused"): LoadTurn {
  return { loop, effects: sound ? [{ do: "SOUND", sound }] : [] };
}
