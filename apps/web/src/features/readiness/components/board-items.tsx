import type { BoardAnswer, ReadinessItem } from "@lineside/domain/readiness";
import { useT } from "~/lib/i18n.ts";
import { Disclosure } from "~/ui/disclosure.tsx";
import { Ledger, LedgerRow } from "~/ui/ledger.tsx";
import { useRefusalText, useResolver } from "~/ui/refusal.tsx";
import { Badge, StatusPill } from "~/ui/status-pill.tsx";
import { Text } from "~/ui/text.tsx";
import { Ago } from "~/ui/time.tsx";
import { byUrgency, itemId } from "../order.ts";
import { EvidenceList } from "./evidence-list.tsx";
import { ItemActions } from "./item-actions.tsx";

interface BoardItemsProps {
  board: BoardAnswer;
  onFill: (formCode: string) => void;
}

/** Every item at a glance: state, what was found, on what evidence, how old, who can settle it. */
export function BoardItems({ board, onFill }: BoardItemsProps) {
  const t = useT("readiness");
  const items = byUrgency(board.items);
  const isAside = ({ state }: ReadinessItem) => state === "OFF" || state === "NOT_NEEDED";
  const aside = items.filter(isAside);
  return (
    <div className="flex flex-col gap-3">
      <Ledger label={t("items")}>
        {items
          .filter((item) => !isAside(item))
          .map((item) => (
            <Item key={itemId(item)} board={board} item={item} onFill={onFill} />
          ))}
      </Ledger>
      {aside.length > 0 && (
        <Disclosure summary={t("aside", { count: aside.length })}>
          <Ledger label={t("aside", { count: aside.length })}>
            {aside.map((item) => (
              <Item key={itemId(item)} board={board} item={item} onFill={onFill} />
            ))}
          </Ledger>
        </Disclosure>
      )}
    </div>
  );
}

function Item({ board, item, onFill }: BoardItemsProps & { item: ReadinessItem }) {
  const t = useT("readiness");
  const tWords = useT("words");
  const say = useRefusalText();
  const resolver = useResolver();
  const isOpen = item.state === "FAILED" || item.state === "RECORDED";
  const who = isOpen ? resolver(item.resolvedBy) : null;
  return (
    <LedgerRow
      tone={item.state === "FAILED" ? "bad" : item.state === "WAIVED" ? "held" : null}
      mark={<StatusPill kind="readiness" state={item.state} />}
      title={tWords(`check.${item.checkCode}`)}
      beside={
        <>
          {item.itemKey && (
            <Text isQuiet isSmall>
              {item.itemKey}
            </Text>
          )}
          {item.state === "FAILED" && item.gate === "BLOCK" && (
            <Badge tone="bad">{t("mustBeRight")}</Badge>
          )}
          {item.need.source === "LEADER" && (
            <Badge tone="none">
              {t(item.need.isNeeded ? "neededBy" : "notNeededBy", { name: item.need.setByName })}
            </Badge>
          )}
        </>
      }
      end={item.at && <Ago at={item.at} />}
      actions={<ItemActions board={board} item={item} onFill={onFill} />}
    >
      {item.finding && <Text>{say(item.finding)}</Text>}
      {item.waiver && item.state === "WAIVED" && (
        <Text isQuiet>
          {t("waivedBy", {
            name: item.waiver.approvedByName ?? item.waiver.requestedByName,
            reason: item.waiver.reason,
          })}
        </Text>
      )}
      <EvidenceList evidence={item.evidence} />
      {who && (
        <Text isQuiet isSmall>
          {t("common:refusal.resolvedBy", { who })}
        </Text>
      )}
    </LedgerRow>
  );
}
