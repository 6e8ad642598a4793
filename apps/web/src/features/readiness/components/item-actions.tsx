import { addMinutes, toInstant } from "@lineside/domain/kernel";
import type { BoardAnswer, ReadinessItem } from "@lineside/domain/readiness";
import { Check, ClipboardPen, EllipsisVertical, ExternalLink, ShieldCheck } from "lucide-react";
import { useState } from "react";
import { nowMs } from "~/lib/clock.ts";
import { useT } from "~/lib/i18n.ts";
import { useMay, useMe } from "~/lib/session.ts";
import { useCommand } from "~/lib/use-command.ts";
import { Button, IconButton } from "~/ui/button.tsx";
import { Field } from "~/ui/field.tsx";
import { Select } from "~/ui/input.tsx";
import { ButtonLink } from "~/ui/link.tsx";
import { Menu, MenuItem } from "~/ui/menu.tsx";
import { ReasonButton } from "~/ui/reason-button.tsx";
import { useWhyNot } from "~/ui/why-not.ts";
import { approveWaiver, boardTouches, setNeed, waiveItem } from "../api/readiness.ts";

interface ItemActionsProps {
  board: BoardAnswer;
  item: ReadinessItem;
  onFill: (formCode: string) => void;
}

/** What can be done about an item here: put it right, waive it, say that it is not needed. */
export function ItemActions(props: ItemActionsProps) {
  const { board, item } = props;
  if (!board.isLive) return null;
  return (
    <>
      <FixButton {...props} />
      {item.waiver?.state === "REQUESTED" ? (
        <ApproveButton item={item} />
      ) : (
        item.isWaivable && <WaiveButton {...props} />
      )}
      <NeedMenu {...props} />
    </>
  );
}

function FixButton({ item, onFill }: ItemActionsProps) {
  const t = useT("readiness");
  const whyNot = useWhyNot();
  const { fix } = item;
  if (!fix || item.state === "PASSED" || item.state === "NOT_NEEDED" || item.state === "OFF")
    return null;
  if (fix.kind === "FORM" && fix.formCode) {
    const { formCode } = fix;
    return (
      <Button
        size="small"
        icon={ClipboardPen}
        disabledReason={whyNot("form:record")}
        onClick={() => onFill(formCode)}
      >
        {t("fillForm", { formCode })}
      </Button>
    );
  }
  if (!fix.to) return null;
  return (
    <ButtonLink size="small" icon={ExternalLink} to={fix.to as "/"}>
      {t("goThere")}
    </ButtonLink>
  );
}

const validities = { run: null, shift: 12 * 60, day: 24 * 60 } as const;
type Validity = keyof typeof validities;

/** Accepts a failure, with a reason and for as long as is said; the trace of every board shows it. */
function WaiveButton({ board, item }: ItemActionsProps) {
  const t = useT("readiness");
  const tWords = useT("words");
  const whyNot = useWhyNot();
  const [validity, setValidity] = useState<Validity>("run");
  const waive = useCommand(waiveItem, { touches: [...boardTouches, ["clocks"]] });
  const minutes = validities[validity];
  const { checkCode, itemKey, fingerprint } = item;
  return (
    <ReasonButton
      size="small"
      icon={ShieldCheck}
      label={t("waive")}
      question={t(item.policy.needsTwo ? "waiveTwoQuestion" : "waiveQuestion", {
        item: `${tWords(`check.${checkCode}`)} ${itemKey}`.trim(),
      })}
      disabledReason={whyNot("readiness:waive")}
      onConfirm={(reason) =>
        waive.mutateAsync({
          runNo: board.runNo,
          checkCode,
          itemKey,
          fingerprint,
          reason,
          ...(minutes !== null && { expiresAt: addMinutes(toInstant(nowMs()), minutes) }),
        })
      }
    >
      <Field label={t("validity")}>
        <Select
          value={validity}
          onChange={(event) => setValidity(event.target.value as Validity)}
          choices={[
            { value: "run", label: t("validity.run") },
            { value: "shift", label: t("validity.shift") },
            { value: "day", label: t("validity.day") },
          ]}
        />
      </Field>
    </ReasonButton>
  );
}

/** Where two must agree, the second one; never the same person. */
export function ApproveButton({ item }: { item: Pick<ReadinessItem, "waiver"> }) {
  const t = useT("readiness");
  const me = useMe();
  const whyNot = useWhyNot();
  const approve = useCommand(approveWaiver, { touches: boardTouches });
  const { waiver } = item;
  if (!waiver) return null;
  const isOwn = waiver.requestedById === me.user.id;
  return (
    <ReasonButton
      size="small"
      icon={Check}
      label={t("approve")}
      question={t("approveQuestion", { name: waiver.requestedByName, reason: waiver.reason })}
      reason="none"
      disabledReason={whyNot("readiness:waive", isOwn ? t("ownRequest") : null)}
      onConfirm={() => approve.mutateAsync({ id: waiver.id })}
    />
  );
}

/** The leader's word on the pre-changeover sheet: needed or not for this run. */
function NeedMenu({ board, item }: ItemActionsProps) {
  const t = useT("readiness");
  const may = useMay("readiness:prepare");
  const need = useCommand(setNeed, { touches: boardTouches });
  if (!may || !item.need.mayChange) return null;
  const say = (isNeeded: boolean | null) =>
    need.mutate({ runNo: board.runNo, checkCode: item.checkCode, isNeeded });
  return (
    <Menu trigger={<IconButton size="small" icon={EllipsisVertical} label={t("need")} />}>
      <MenuItem isDisabled={item.need.isNeeded} onSelect={() => say(true)}>
        {t("need.yes")}
      </MenuItem>
      <MenuItem isDisabled={!item.need.isNeeded} onSelect={() => say(false)}>
        {t("need.no")}
      </MenuItem>
      {item.need.source === "LEADER" && (
        <MenuItem onSelect={() => say(null)}>{t("need.default")}</MenuItem>
      )}
    </Menu>
  );
}
