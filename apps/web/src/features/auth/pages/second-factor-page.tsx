import { useRouter } from "@tanstack/react-router";
import { useT } from "~/lib/i18n.ts";
import { queryClient } from "~/lib/query-client.ts";
import { meQuery } from "~/lib/session.ts";
import { EntryFrame } from "../components/entry-frame.tsx";
import { SecondFactorSection } from "../components/second-factor-section.tsx";

/** Where a person lands whom the plant asks for a second factor. */
export function SecondFactorPage() {
  const t = useT("auth");
  const router = useRouter();
  const goOn = async () => {
    await queryClient.resetQueries({ queryKey: meQuery.queryKey });
    const me = await queryClient.fetchQuery(meQuery);
    router.history.replace(me?.homePage ?? "/");
  };
  return (
    <EntryFrame title={t("factor.must")} lead={t("factor.mustLead")}>
      <SecondFactorSection onDone={() => void goOn()} />
    </EntryFrame>
  );
}
