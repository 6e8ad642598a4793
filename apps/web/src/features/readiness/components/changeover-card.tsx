import type { BoardAnswer } from "@lineside/domain/readiness";
import { CheckCheck, PenLine, Save } from "lucide-react";
import { useState } from "react";
import { useT } from "~/lib/i18n.ts";
import { fromPlantText, toPlantText } from "~/lib/plant-time.ts";
import { useMay, useMe } from "~/lib/session.ts";
import { useCommand } from "~/lib/use-command.ts";
import { Button } from "~/ui/button.tsx";
import { Field } from "~/ui/field.tsx";
import { Form, FormActions } from "~/ui/form.tsx";
import { Input } from "~/ui/input.tsx";
import { KeyValues } from "~/ui/key-values.tsx";
import { Section } from "~/ui/page.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { Signatures } from "~/ui/signatures.tsx";
import { Text } from "~/ui/text.tsx";
import { Time } from "~/ui/time.tsx";
import { useWhyNot } from "~/ui/why-not.ts";
import { boardTouches, planChangeover, signChangeover } from "../api/readiness.ts";

/** When the line changes over to this run, who prepared it, who reviewed it (QR-Pro-133). */
export function ChangeoverCard({ board }: { board: BoardAnswer }) {
  const t = useT("readiness");
  const may = useMay("readiness:prepare");
  const { changeover } = board;
  const [isEditing, setEditing] = useState(false);
  const isOpen = board.isLive && may;
  return (
    <Section
      title={t("changeover")}
      lead={t("changeoverLead")}
      actions={
        isOpen &&
        changeover &&
        !isEditing && (
          <Button size="small" icon={PenLine} onClick={() => setEditing(true)}>
            {t("change")}
          </Button>
        )
      }
    >
      {changeover ? (
        <KeyValues
          items={[
            [t("changeoverAt"), <Time key="at" at={changeover.changeoverAt} style="minute" />],
            [
              t(changeover.remindedAt ? "remindedAt" : "remindAt"),
              <Time
                key="remind"
                at={changeover.remindedAt ?? changeover.remindAt}
                style="minute"
              />,
            ],
            changeover.remark !== null && [t("remark"), changeover.remark],
            [t("preparedBy"), signed(changeover.preparedByName, changeover.preparedAt)],
            [t("reviewedBy"), signed(changeover.reviewedByName, changeover.reviewedAt)],
          ]}
        />
      ) : (
        <Text isQuiet>{t("noChangeover")}</Text>
      )}
      <Signatures
        isMixed
        signatures={board.signatures.filter(({ entityType }) => entityType === "run")}
      />
      {isOpen && (isEditing || !changeover) && (
        <PlanForm board={board} onDone={() => setEditing(false)} />
      )}
      {isOpen && changeover && !isEditing && <SignSheet board={board} />}
    </Section>
  );
}

function signed(name: string | null, at: string | null) {
  if (!name || !at) return null;
  return (
    <>
      {name} · <Time at={at} style="minute" />
    </>
  );
}

function PlanForm({ board, onDone }: { board: BoardAnswer; onDone: () => void }) {
  const t = useT("readiness");
  const { changeover, runNo } = board;
  const [at, setAt] = useState(changeover ? toPlantText(changeover.changeoverAt) : "");
  const [remark, setRemark] = useState(changeover?.remark ?? "");
  const plan = useCommand(planChangeover, { touches: boardTouches, onDone });
  const instant = fromPlantText(at);
  return (
    <Form
      className="pt-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (instant) plan.mutate({ runNo, changeoverAt: instant, remark: remark.trim() || null });
      }}
    >
      <Field label={t("changeoverAt")} isRequired>
        <Input type="datetime-local" value={at} onChange={(event) => setAt(event.target.value)} />
      </Field>
      <Field label={t("remark")}>
        <Input value={remark} onChange={(event) => setRemark(event.target.value)} />
      </Field>
      {plan.error && <Refusal error={plan.error} />}
      <FormActions>
        <Button
          type="submit"
          look="primary"
          icon={Save}
          isBusy={plan.isPending}
          isDisabled={instant === null}
        >
          {t("plan")}
        </Button>
        {changeover && (
          <Button look="quiet" onClick={onDone}>
            {t("common:cancel")}
          </Button>
        )}
      </FormActions>
    </Form>
  );
}

function SignSheet({ board }: { board: BoardAnswer }) {
  const t = useT("readiness");
  const me = useMe();
  const whyNot = useWhyNot();
  const sign = useCommand(signChangeover, { touches: boardTouches });
  const { changeover, runNo } = board;
  if (!changeover || changeover.reviewedAt) return null;
  const isPrepared = changeover.preparedAt !== null;
  const isOwn = isPrepared && changeover.preparedById === me.user.id;
  return (
    <div className="flex flex-col gap-2 pt-3">
      <div className="flex flex-wrap gap-2">
        {!isPrepared && (
          <Button
            icon={PenLine}
            isBusy={sign.isPending}
            onClick={() => sign.mutate({ runNo, as: "prepared" })}
          >
            {t("signPrepared")}
          </Button>
        )}
        {isPrepared && (
          <Button
            icon={CheckCheck}
            isBusy={sign.isPending}
            disabledReason={whyNot("readiness:prepare", isOwn ? t("ownSheet") : null)}
            onClick={() => sign.mutate({ runNo, as: "reviewed" })}
          >
            {t("signReviewed")}
          </Button>
        )}
      </div>
      {sign.error && <Refusal error={sign.error} />}
    </div>
  );
}
