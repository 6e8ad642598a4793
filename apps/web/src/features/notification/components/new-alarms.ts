import { useEffect, useRef } from "react";
import { useT } from "~/lib/i18n.ts";
import { play } from "~/lib/sound.ts";

/** Sounds and shows every alarm that comes while somebody is here; those from before wait in the bell. */
export function useNewAlarms(alarms: number | undefined): void {
  const t = useT();
  const label = t("showIt");
  const known = useRef<number | undefined>(undefined);
  useEffect(() => {
    const before = known.current;
    known.current = alarms;
    if (before === undefined || alarms === undefined || alarms <= before) return;
    play("alarm");
    // The bell counts it all the same when the toast cannot be shown.
    const told = import("./tell-alarms.ts").then((it) => it.tellAlarms(alarms - before, label));
    void told.catch(() => undefined);
  }, [alarms, label]);
}
