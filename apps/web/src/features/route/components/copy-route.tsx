import { type RouteDetail, routeCopy } from "@lineside/domain/routing";
import { useNavigate } from "@tanstack/react-router";
import { useFieldRefusal, useZodForm } from "~/lib/form.ts";
import { useT } from "~/lib/i18n.ts";
import { useCommand } from "~/lib/use-command.ts";
import { Button } from "~/ui/button.tsx";
import { Dialog } from "~/ui/dialog.tsx";
import { Field } from "~/ui/field.tsx";
import { Form, FormActions } from "~/ui/form.tsx";
import { CodeInput, Input } from "~/ui/input.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { toast } from "~/ui/toast.tsx";
import { copyRoute } from "../api/edit-route.ts";

/** A route of our own with the same steps and settings; also the way to change an ERP route. */
export function CopyRoute({ route, onClose }: { route: RouteDetail; onClose: () => void }) {
  const t = useT("route");
  const navigate = useNavigate();
  const form = useZodForm(routeCopy, { code: `${route.code}-2`, name: route.name });
  const { errors } = form.formState;
  const showAtField = useFieldRefusal(form, { ROUTE_CODE_DUPLICATE: "code" });
  const copy = useCommand(copyRoute, {
    touches: [["routes"]],
    onDone: ({ code }) => {
      toast(t("copied", { code }));
      onClose();
      void navigate({ to: "/routes/$code", params: { code } });
    },
  });
  const submit = form.handleSubmit((input) =>
    copy.mutate({ ...input, routeCode: route.code }, { onError: showAtField }),
  );
  return (
    <Dialog isOpen onClose={onClose} title={t("copyOf", { code: route.code })} lead={t("copyLead")}>
      <Form onSubmit={submit}>
        <Field label={t("code")} hint={t("codeHint")} error={errors.code?.message} isRequired>
          <CodeInput {...form.register("code")} autoFocus />
        </Field>
        <Field label={t("name")} error={errors.name?.message} isRequired>
          <Input {...form.register("name")} autoComplete="off" />
        </Field>
        {copy.error && errors.code?.type !== "server" && <Refusal error={copy.error} />}
        <FormActions>
          <Button type="submit" look="primary" isBusy={copy.isPending}>
            {t("copy")}
          </Button>
          <Button look="quiet" onClick={onClose}>
            {t("common:cancel")}
          </Button>
        </FormActions>
      </Form>
    </Dialog>
  );
}
