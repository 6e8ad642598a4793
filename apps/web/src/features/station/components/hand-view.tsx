import { Ban, Check, CircleDot, X } from "lucide-react";
import { nowMs } from "~/lib/clock.ts";
import { formatAgo } from "~/lib/format.ts";
import { useT } from "~/lib/i18n.ts";
import { useNow } from "~/lib/use-now.ts";
import { Button } from "~/ui/button.tsx";
import { PositionCell, Prompt, Subject } from "~/ui/floor.tsx";
import { KeyCap } from "~/ui/kbd.tsx";
import { Sn } from "~/ui/sn.tsx";
import { draftOf, isGone } from "../loop-hand.ts";
import type { Board, Defect, Hand, Loop, LoopInput, Problem } from "../loop-types.ts";
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

/** A board or panel stands in this station: its values, then PASS or FAIL. */
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
  const isPanel = hand.kind === "PANEL";
  const pass = () => tell({ type: "PASS", atMs: nowMs() });
  const failed = Object.keys(draft.marks).length;
  return (
    <div className="flex flex-1 flex-col gap-4">
      <HandSubject hand={hand} />
      {hand.kind === "PANEL" && (
        <PanelGrid
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
      {hand.items.length === 0 && !isPanel && <InStation hand={hand} since={since} />}
      <div className="mt-auto flex flex-wrap gap-3">
        <Button
          size="floor"
          look="primary"
          icon={Check}
          isBusy={loop.busy !== null}
          onClick={pass}
          className="min-w-48 flex-1"
        >
          {failed > 0 ? t("passRest", { failed }) : t("pass")} <KeyCap>Enter</KeyCap>
        </Button>
        <Button
          size="floor"
          look="danger"
          icon={X}
          onClick={() => tell({ type: "FAIL" })}
          className="min-w-40 flex-1"
        >
          {t(isPanel ? "failAll" : "fail")} <KeyCap>F2</KeyCap>
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
        </>
      }
      name={
        <>
          <Sn value={hand.key} />
          {board && ` · ${t("position", { position: board.panelPosition ?? board.sn })}`}
        </>
      }
      beside={hand.items.length > 0 || hand.kind === "PANEL" ? step(hand.step) : null}
    />
  );
}

interface PanelGridProps {
  boards: readonly Board[];
  marks: Readonly<Record<string, Defect>>;
  onPress: (position: number) => void;
}

/** The panel as it lies there: its boards by position, failed ones marked, x-outs greyed. */
function PanelGrid({ boards, marks, onPress }: PanelGridProps) {
  const t = useT("station");
  return (
    <div className="grid grid-cols-[repeat(auto-fit,minmax(12rem,1fr))] gap-2">
      {boards.map((board, at) => {
        const mark = marks[board.sn];
        const position = board.panelPosition ?? at + 1;
        const isOut = isGone(board.state);
        const where = [mark?.code ?? (mark && t("defect.none")), mark?.location];
        return (
          <PositionCell
            key={board.sn}
            number={position}
            tone={mark ? "bad" : "ok"}
            icon={isOut ? Ban : mark ? X : Check}
            word={t(isOut ? "xOut" : mark ? "fail" : "pass")}
            detail={mark ? where.filter(Boolean).join(" · ") : <Sn value={board.sn} />}
            isDisabled={isOut}
            isPressed={mark !== undefined}
            onPress={() => onPress(position)}
          />
        );
      })}
    </div>
  );
}
