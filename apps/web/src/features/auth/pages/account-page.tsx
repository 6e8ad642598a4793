import { homePages } from "@lineside/domain/auth";
import { patch } from "~/lib/http.ts";
import { useLocalName, useT } from "~/lib/i18n.ts";
import { onDemand } from "~/lib/on-demand.tsx";
import { meQuery, useMayAll, useMe } from "~/lib/session.ts";
import { useCommand } from "~/lib/use-command.ts";
import { menu } from "~/shell/feature.ts";
import { Field } from "~/ui/field.tsx";
import { Select } from "~/ui/input.tsx";
import { KeyValues } from "~/ui/key-values.tsx";
import { Page, Section } from "~/ui/page.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { Loading } from "~/ui/skeleton.tsx";
import { toast } from "~/ui/toast.tsx";
import { PasswordForm } from "../components/password-form.tsx";

// They stand below the fold, and most visits change a password or a start page.
const SecondFactorSection = onDemand(
  () => import("../components/second-factor-section.tsx"),
  "SecondFactorSection",
);
const SessionList = onDemand(() => import("../components/session-list.tsx"), "SessionList");

/** What the system knows about its reader, the start page, and the own password. */
export function AccountPage() {
  const t = useT("auth");
  const local = useLocalName();
  const me = useMe();
  return (
    <Page title={t("account.title")} width="narrow">
      <Section isFramed title={me.user.name}>
        <KeyValues
          items={[
            [t("username"), me.user.username],
            [t("users.department"), me.user.department],
            [t("users.phone"), me.user.phone],
            [t("users.roles"), me.roles.map(local).join(" · ")],
            [t("users.lines"), me.lines.map((line) => line.code).join(" · ")],
            [t("users.stations"), me.stations.map((station) => station.code).join(" · ")],
          ]}
        />
      </Section>
      <Section isFramed title={t("account.start")}>
        <StartPage />
      </Section>
      <Section isFramed title={t("password.change")}>
        <PasswordForm onDone={() => toast(t("password.changed"))} />
      </Section>
      {me.operator === null && (
        <>
          <Section isFramed title={t("factor.title")}>
            <SecondFactorSection waiting={<Loading lines={2} />} />
          </Section>
          <Section isFramed title={t("sessions.title")} lead={t("sessions.lead")}>
            <SessionList userId={null} waiting={<Loading lines={2} />} />
          </Section>
        </>
      )}
    </Page>
  );
}

function StartPage() {
  const t = useT("auth");
  const tMenu = useT("menu");
  const me = useMe();
  const may = useMayAll();
  const save = useCommand((homePage: string | null) => patch("/auth/me", { body: { homePage } }), {
    touches: [meQuery.queryKey],
    onDone: () => toast(t("account.startSaved")),
  });
  const choices = homePages
    .filter((page) => may(page.permission))
    .flatMap(({ path }) => {
      const entry = menu.find((item) => item.to === path);
      return entry ? [{ value: path, label: tMenu(entry.key) }] : [];
    });
  return (
    <>
      <Field label={t("account.startPage")} hint={t("account.startHint")}>
        <Select
          choices={choices}
          emptyLabel={t("account.startOfRole")}
          value={me.user.homePage ?? ""}
          disabled={save.isPending}
          onChange={(event) => save.mutate(event.target.value || null)}
        />
      </Field>
      {save.error && <Refusal error={save.error} />}
    </>
  );
}
