import { Ban, Check, X } from "lucide-react";
import { useT } from "~/lib/i18n.ts";
import { useMedia } from "~/lib/use-media.ts";
import { PositionCell } from "~/ui/floor.tsx";
import { Sn } from "~/ui/sn.tsx";
import { isGone } from "../loop-hand.ts";
import type { Board, Defect } from "../loop-types.ts";

interface BoardGridProps {
  boards: readonly Board[];
  marks: Readonly<Record<string, Defect>>;
  onPress: (position: number) => void;
}

/** More boards than this make do with small cells: a rack of forty still fits the screen. */
const largeMax = { tight: 4, wide: 12 };

/** The panel or carrier as its boards lie there: by position, failed ones marked, x-outs greyed. */
export function BoardGrid({ boards, marks, onPress }: BoardGridProps) {
  const t = useT("station");
  const isTight = useMedia("(max-height: 820px), (max-width: 639px)");
  const isSmall = boards.length > largeMax[isTight ? "tight" : "wide"];
  return (
    <div
      className={
        isSmall
          ? "grid grid-cols-[repeat(auto-fill,minmax(8.5rem,1fr))] gap-1.5"
          : "grid grid-cols-[repeat(auto-fit,minmax(12rem,1fr))] gap-2"
      }
    >
      {boards.map((board, at) => {
        const mark = marks[board.sn];
        const position = board.position ?? at + 1;
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
            isSmall={isSmall}
            isDisabled={isOut}
            isPressed={mark !== undefined}
            onPress={() => onPress(position)}
          />
        );
      })}
    </div>
  );
}
