import { useMutation } from "@tanstack/react-query";
import { IdCard, UserRound } from "lucide-react";
import { putBadgeAway } from "~/lib/badge.ts";
import { useT } from "~/lib/i18n.ts";
import { useMe } from "~/lib/session.ts";
import { Button } from "./button.tsx";
import { Text } from "./text.tsx";
import { toast } from "./toast.tsx";

/** Whose name the next scan carries. A badge scanned anywhere on the page changes it. */
export function FloorOperator() {
  const t = useT();
  const me = useMe();
  const away = useMutation({
    mutationFn: putBadgeAway,
    onSuccess: () => toast(t("operator.away", { name: me.user.name })),
  });
  const Icon = me.operator ? IdCard : UserRound;
  return (
    // On a phone the top bar names who is signed in; a badge has to be seen there too.
    <span
      className={me.operator ? "flex items-center gap-2" : "flex items-center gap-2 max-sm:hidden"}
    >
      <Icon aria-hidden className="size-6" />
      <span className="leading-tight">
        <b className="block">{me.operator?.name ?? me.user.name}</b>
        <Text isQuiet isSmall>
          {t(me.operator ? "operator.byBadge" : "operator.scanBadge")}
        </Text>
      </span>
      {me.operator && (
        <Button isBusy={away.isPending} onClick={() => away.mutate()}>
          {t("operator.putAway")}
        </Button>
      )}
    </span>
  );
}
