import type { UserRow } from "@lineside/domain/auth";
import { useT } from "~/lib/i18n.ts";
import { useMe } from "~/lib/session.ts";
import { useCommand } from "~/lib/use-command.ts";
import { Button } from "~/ui/button.tsx";
import { Notice } from "~/ui/notice.tsx";
import { Section } from "~/ui/page.tsx";
import { ReasonButton } from "~/ui/reason-button.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { Time } from "~/ui/time.tsx";
import { toast } from "~/ui/toast.tsx";
import { resetSecondFactor } from "../api/second-factor.ts";
import { unlockUser } from "../api/sessions.ts";
import { SessionList } from "./session-list.tsx";

/** What an administrator does about somebody's way in: unlock, reset the phone, end sessions. */
export function UserSecurity({ user, onChanged }: { user: UserRow; onChanged: () => void }) {
  const t = useT("users");
  const me = useMe();
  const touches = [["users"], ["sessions", user.id]];
  const unlock = useCommand(unlockUser, {
    touches,
    onDone: () => {
      toast(t("unlocked", { name: user.name }));
      onChanged();
    },
  });
  const reset = useCommand(resetSecondFactor, {
    touches,
    onDone: () => {
      toast(t("factorReset", { name: user.name }));
      onChanged();
    },
  });
  return (
    <div className="mt-6 flex flex-col gap-6">
      {user.lockedUntil && (
        <Notice
          tone="warn"
          title={t("lockedTitle")}
          action={
            <Button isBusy={unlock.isPending} onClick={() => unlock.mutate(user.id)}>
              {t("unlock")}
            </Button>
          }
        >
          {t("lockedUntil")} <Time at={user.lockedUntil} style="minute" />
        </Notice>
      )}
      {unlock.error && <Refusal error={unlock.error} />}
      {user.hasSecondFactor && user.id !== me.user.id && (
        <Section title={t("factor")}>
          <div>
            <ReasonButton
              label={t("factorResetLabel")}
              question={t("factorResetQuestion")}
              onConfirm={(reason) => reset.mutateAsync({ id: user.id, reason })}
            />
          </div>
        </Section>
      )}
      <Section title={t("sessions")}>
        <SessionList userId={user.id} />
      </Section>
    </div>
  );
}
