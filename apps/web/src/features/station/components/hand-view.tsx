import { Check, CircleDot, X } from "lucide-react";
import { nowMs } from "~/lib/clock.ts";
import { formatAgo } from "~/lib/format.ts";
import { useT } from "~/lib/i18n.ts";
import { useNow } from "~/lib/use-now.ts";
import { Button } from "~/ui/button.tsx";
import { Prompt, Subject } from "~/ui/floor.tsx";
import { KeyCap } from "~/ui/kbd.tsx";
import { Sn } from "~/ui/sn.tsx";
import { draftOf, isGone } from "../loop-hand.ts";
import type { Board, Hand, Loop, LoopInput, Problem } from "../loop-types.ts";
import { BoardGrid } from "./board-grid.tsx";
import { CaptureFields } from "./capture-fields.tsx";
import { useStepText } from "./step-text.tsx";

interface HandViewProps {
  loop: Loop;
  hand: Hand;
  problems: readonly Problem[];
  isForScreen: (text: string) => boolean;
  isBoard: (text: string) => boolean;
  /** When it came in, if this terminal knows. */
  since: string | null;
  tell: (input: LoopInput) => void;
}

/** A board, panel or carrier stands in this station: its values, then PASS or FAIL. */
export function HandView({
  loop,
  hand,
  problems,
  isForScreen,
  isBoard,
  since,
  tell,
}: HandViewProps) {
  const t = useT("station");
  const draft = draftOf(loop);
  const isMany = hand.kind !== "UNIT";
  const pass = () => tell({ type: "PASS", atMs: nowMs() });
  const failed = Object.keys(draft.marks).length;
  return (
    <div className="flex flex-1 flex-col gap-4">
      <HandSubject hand={hand} />
      {isMany && (
        <BoardGrid
          boards={hand.boards}
          marks={draft.marks}
          onPress={(position) => tell({ type: "MARKED", position })}
        />
      )}
      {hand.items.length > 0 && (
        <CaptureFields
          key={hand.key}
          items={hand.items}
          values={draft.values}
          problems={problems}
          isForScreen={isForScreen}
          isBoard={isBoard}
          onType={(code, value) => tell({ type: "TYPED", code, value })}
          onDone={pass}
        />
      )}
      {hand.items.length === 0 && !isMany && <InStation hand={hand} since={since} />}
      <div className="mt-auto flex flex-wrap gap-3">
        <Button
          size="floor"
          look="primary"
          icon={Check}
          isBusy={loop.busy !== null}
          onClick={pass}
          className="min-w-fit flex-1"
        >
          {failed > 0 ? t("passRest", { failed }) : t("pass")} <KeyCap>Enter</KeyCap>
        </Button>
        <Button
          size="floor"
          look="danger"
          icon={X}
          onClick={() => tell({ type: "FAIL" })}
          className="min-w-fit flex-1"
        >
          {t(isMany ? "failAll" : "fail")} <KeyCap>F2</KeyCap>
        </Button>
        <Button size="floor" look="quiet" onClick={() => tell({ type: "CANCEL" })}>
          {t("putDown")} <KeyCap>Esc</KeyCap>
        </Button>
      </div>
    </div>
  );
}

/** Nothing to measure: the step fills the screen, and how long the board has been here. */
function InStation({ hand, since }: { hand: Hand; since: string | null }) {
  const t = useT("station");
  const step = useStepText();
  const now = useNow(1000);
  return (
    <Prompt icon={CircleDot} title={step(hand.step)}>
      {since ? t("here", { duration: formatAgo(since, now) }) : t("inStation")}
    </Prompt>
  );
}

/** Which board, which run, which step; also above the defect list. */
export function HandSubject({ hand, board }: { hand: Hand; board?: Board | undefined }) {
  const t = useT("station");
  const step = useStepText();
  const first = hand.boards[0];
  const what = [first?.productCode, first?.runNo].filter(Boolean).join(" · ");
  const count = hand.boards.filter((each) => !isGone(each.state)).length;
  return (
    <Subject
      what={
        <>
          {what}
          {hand.kind === "PANEL" && ` · ${t("panelOf", { count })}`}
          {hand.kind === "CARRIER" && ` · ${t("carrierOf", { count })}`}
        </>
      }
      name={
        <>
          <Sn value={hand.key} />
          {board && ` · ${t("position", { position: board.position ?? board.sn })}`}
        </>
      }
      beside={hand.items.length > 0 || hand.kind !== "UNIT" ? step(hand.step) : null}
    />
  );
}
