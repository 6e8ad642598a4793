import { useRouter } from "@tanstack/react-router";
import { useT } from "~/lib/i18n.ts";
import { queryClient } from "~/lib/query-client.ts";
import { meQuery } from "~/lib/session.ts";
import { EntryFrame } from "../components/entry-frame.tsx";
import { PasswordForm } from "../components/password-form.tsx";

export function ChangePasswordPage() {
  const t = useT("auth");
  const router = useRouter();
  const goOn = async () => {
    await queryClient.resetQueries({ queryKey: meQuery.queryKey });
    const me = await queryClient.fetchQuery(meQuery);
    router.history.replace(me?.homePage ?? "/");
  };
  return (
    <EntryFrame title={t("password.mustChange")} lead={t("password.mustChangeLead")}>
      <PasswordForm onDone={() => void goOn()} />
    </EntryFrame>
  );
}
