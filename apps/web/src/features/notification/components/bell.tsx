import { useQuery } from "@tanstack/react-query";
import { Bell as BellIcon } from "lucide-react";
import { useState } from "react";
import { useT } from "~/lib/i18n.ts";
import { useLive } from "~/lib/live.ts";
import { onDemand } from "~/lib/on-demand.tsx";
import { CountButton } from "~/ui/count-button.tsx";
import { Popover } from "~/ui/popover.tsx";
import { noticesKey, unreadQuery } from "../api/unread.ts";
import { useNewAlarms } from "./new-alarms.ts";

const Newest = onDemand(() => import("./newest.tsx"), "Newest");

/** How many notices wait for the reader; red only while one of them is an alarm. */
export function Bell() {
  const t = useT();
  const { data } = useQuery(unreadQuery);
  const [isOpen, setOpen] = useState(false);
  useLive(["notice."], [noticesKey]);
  useNewAlarms(data?.alarms);
  return (
    <Popover
      isOpen={isOpen}
      onOpenChange={setOpen}
      align="end"
      trigger={
        <CountButton
          icon={BellIcon}
          label={t("notices", { count: data?.unread ?? 0 })}
          count={data?.unread ?? 0}
          tone={data?.alarms ? "bad" : undefined}
        />
      }
    >
      <Newest onLeave={() => setOpen(false)} />
    </Popover>
  );
}
