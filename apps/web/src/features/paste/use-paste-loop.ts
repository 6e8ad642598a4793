import type {
  FridgeRow,
  PasteAction,
  PasteBottleAnswer,
  PastePolicy,
} from "@lineside/domain/solder-paste";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useReducer, useRef } from "react";
import { nowMs } from "~/lib/clock.ts";
import { useLive } from "~/lib/live.ts";
import { play } from "~/lib/sound.ts";
import { useCommand } from "~/lib/use-command.ts";
import { bottleQuery } from "./api/bottle.ts";
import { fridgesQuery } from "./api/choices.ts";
import { bindToLine, bottleTouches, takeOffLine, takeStep } from "./api/steps.ts";
import { commandOf } from "./command.ts";
import { isDead, nextTurn } from "./life.ts";
import { type Ask, emptyHand, handAfter } from "./loop.ts";
import type { Place } from "./places.ts";
import { readLabel } from "./read-label.ts";
import { wayOf } from "./step-way.ts";
import { endStirring, startStirring, stirredSeconds } from "./stirring.ts";
import { suits } from "./suits.ts";
import { chooseFridge, chooseLine, useTerminalFridge, useTerminalLine } from "./terminal.ts";

/** Scan a bottle, do the next step, scan the next one. */
export function usePasteLoop() {
  const [hand, tell] = useReducer(handAfter, emptyHand);
  const answer = useBottle(hand.bottleNo);
  const client = useQueryClient();
  const lineCode = useTerminalLine();
  const fridge = useFridge(answer.data?.type.policy);
  const command = useCommand(send, { touches: bottleTouches });
  const latest = useRef(hand);
  latest.current = hand;

  const perform = async (ask: Ask) => {
    try {
      await command.mutateAsync(ask);
      if (ask.action === "STIR") endStirring(ask.bottleNo);
      play("ok");
      tell({ type: "DONE", ask, atMs: nowMs() });
    } catch (error) {
      play("refused");
      tell({ type: "REFUSED", ask, error: error as Error });
    }
  };

  /** A button or a command label; asks for what is missing first. */
  const act = (action: PasteAction) => {
    const { bottleNo } = latest.current;
    if (!bottleNo || !answer.data) {
      play("refused");
      return tell({ type: "NO_BOTTLE" });
    }
    const way = wayOf(action, {
      answer: answer.data,
      lineCode,
      fridgeCode: fridge?.code ?? null,
      turnedSeconds: stirredSeconds(bottleNo),
    });
    if (way.do === "SEND") return void perform(way.ask);
    if (way.do === "ASK") return tell({ type: "ASKED", asking: way.asking });
    startStirring(bottleNo);
    play("ok");
    tell({ type: "ASKED", asking: { for: "STIR" } });
  };

  const place = (found: Place) => {
    const { asking, bottleNo } = latest.current;
    if (found.kind === "LINE") chooseLine(found.code);
    else chooseFridge(found.code);
    // The label answers the question on the screen.
    if (bottleNo && asking?.for === "LINE" && found.kind === "LINE")
      return void perform({ action: "BIND", bottleNo, lineCode: found.code });
    if (bottleNo && asking?.for === "FRIDGE" && found.kind === "FRIDGE")
      return void perform({ action: asking.action, bottleNo, fridgeCode: found.code });
    play("ok");
    tell({ type: "PLACE", ...found });
  };

  const scan = async (text: string): Promise<void> => {
    const action = commandOf(text);
    if (action) return act(action);
    const read = await readLabel(text, client);
    if (read.is === "BOTTLE") {
      tell({ type: "TAKEN", bottleNo: read.answer.bottle.bottleNo });
      return play(isDead(read.answer.bottle) ? "refused" : "ok");
    }
    if (read.is === "PLACE") return place(read.place);
    play(read.is === "OPERATOR" ? "ok" : "refused");
    if (read.is === "OPERATOR") tell({ type: "OPERATOR", name: read.name });
    else tell({ type: "UNREAD", text, error: read.error });
  };

  const isBusy = command.isPending;
  return { hand, tell, answer, act, scan, place, perform, fridge, lineCode, isBusy };
}

export type PasteLoop = ReturnType<typeof usePasteLoop>;

/** The bottle in hand, asked again whenever time or somebody else changes what is allowed. */
function useBottle(bottleNo: string | null) {
  useLive(
    ["pasteBottle.", "clock."],
    [["paste-bottles", "one", bottleNo ?? ""]],
    (changed) => changed.entityKey === bottleNo,
  );
  return useQuery({
    ...bottleQuery(bottleNo ?? ""),
    enabled: bottleNo !== null,
    refetchInterval: ({ state }) => turnMs(state.data),
  });
}

function turnMs(answer: PasteBottleAnswer | undefined): number {
  const now = nowMs();
  const turn = answer ? nextTurn(answer.bottle, answer.actions, now) : null;
  const waitMs = turn === null ? 60_000 : turn - now + 400;
  return Math.min(60_000, Math.max(1000, waitMs));
}

/** The fridge of this terminal; without a choice, the only one there is. */
function useFridge(policy: PastePolicy | undefined): FridgeRow | null {
  const chosen = useTerminalFridge();
  const { data = [] } = useQuery(fridgesQuery);
  const fit = data.filter((fridge) => fridge.isActive && (!policy || suits(fridge, policy)));
  return fit.find(({ code }) => code === chosen) ?? (fit.length === 1 ? (fit[0] ?? null) : null);
}

function send(ask: Ask, idempotencyKey: string): Promise<unknown> {
  const { action, bottleNo, lineCode = "", fridgeCode, reason, seconds } = ask;
  if (action === "BIND") return bindToLine({ lineCode, bottleNo, reason }, idempotencyKey);
  if (action === "UNBIND") return takeOffLine({ lineCode, reason }, idempotencyKey);
  return takeStep({ bottleNo, action, fridgeCode, reason, seconds }, idempotencyKey);
}
