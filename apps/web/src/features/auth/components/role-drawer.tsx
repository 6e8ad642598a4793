import { type RoleRow, type RoleScope, roleScopes } from "@lineside/domain/auth";
import { Copy, Trash2 } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useLocalName, useT } from "~/lib/i18n.ts";
import { useCommand } from "~/lib/use-command.ts";
import { Button } from "~/ui/button.tsx";
import { Drawer } from "~/ui/dialog.tsx";
import { Field } from "~/ui/field.tsx";
import { FieldRow, Form, FormActions } from "~/ui/form.tsx";
import { CodeInput, Input } from "~/ui/input.tsx";
import { Notice } from "~/ui/notice.tsx";
import { ReasonButton } from "~/ui/reason-button.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { Segmented } from "~/ui/segmented.tsx";
import { toast } from "~/ui/toast.tsx";
import { createRole, deleteRole, patchRole, type RoleFields } from "../api/roles.ts";
import { PermissionMatrix } from "./permission-matrix.tsx";

export type RoleDraft = { role: RoleRow } | { copyOf: RoleRow | null };

interface RoleDrawerProps {
  draft: RoleDraft;
  onOpen: (draft: RoleDraft) => void;
  onClose: () => void;
}

export function RoleDrawer({ draft, onOpen, onClose }: RoleDrawerProps) {
  const t = useT("roles");
  const local = useLocalName();
  const role = "role" in draft ? draft.role : null;
  return (
    <Drawer
      isOpen
      isWide
      onClose={onClose}
      title={role ? local(role) : t("create")}
      lead={role?.code}
      footer={role && <RoleFooter role={role} onOpen={onOpen} onClose={onClose} />}
    >
      {role?.isSystem && (
        <div className="mb-4">
          <Notice tone="wait" title={t("locked")}>
            {t("lockedHint")}
          </Notice>
        </div>
      )}
      <RoleForm key={role?.id ?? "new"} draft={draft} onClose={onClose} />
    </Drawer>
  );
}

function RoleFooter({ role, onOpen, onClose }: Omit<RoleDrawerProps, "draft"> & { role: RoleRow }) {
  const t = useT("roles");
  const local = useLocalName();
  const remove = useCommand(deleteRole, { touches: [["roles"]], onDone: onClose });
  return (
    <FormActions>
      <Button icon={Copy} onClick={() => onOpen({ copyOf: role })}>
        {t("copy")}
      </Button>
      {!role.isSystem && (
        <ReasonButton
          label={t("delete")}
          icon={Trash2}
          look="danger"
          reason="none"
          question={t("deleteQuestion", { name: local(role) })}
          disabledReason={role.userCount > 0 ? t("deleteBlocked", { count: role.userCount }) : null}
          onConfirm={() => remove.mutateAsync({ id: role.id, version: role.version })}
        />
      )}
    </FormActions>
  );
}

function toFields(draft: RoleDraft): RoleFields & { code: string } {
  const from = "role" in draft ? draft.role : draft.copyOf;
  const isCopy = !("role" in draft);
  return {
    code: isCopy ? "" : (from?.code ?? ""),
    name: isCopy ? "" : (from?.name ?? ""),
    nameZh: isCopy ? "" : (from?.nameZh ?? ""),
    description: from?.description ?? null,
    permissions: from?.permissions ?? [],
    scope: from?.scope ?? "ALL",
  };
}

function RoleForm({ draft, onClose }: { draft: RoleDraft; onClose: () => void }) {
  const t = useT("roles");
  const role = "role" in draft ? draft.role : null;
  const [fields, setFields] = useState(() => toFields(draft));
  const isLocked = role?.isSystem ?? false;
  const set = (change: Partial<typeof fields>) => setFields((old) => ({ ...old, ...change }));
  const save = useCommand(
    ({ code, ...rest }: typeof fields, key: string) =>
      role
        ? patchRole({ ...rest, id: role.id, version: role.version }, key)
        : createRole({ code, ...rest }, key),
    {
      touches: [["roles"]],
      onDone: () => {
        toast(t("saved"));
        onClose();
      },
    },
  );
  const isNamed = fields.name.trim() && fields.nameZh.trim() && /^[a-z]\w+$/.test(fields.code);
  const missing = !isNamed
    ? t("noName")
    : fields.permissions.length === 0
      ? t("noPermission")
      : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!missing) save.mutate(fields);
  };
  return (
    <Form onSubmit={submit}>
      <RoleNames fields={fields} set={set} isLocked={isLocked} isNew={!role} />
      <RoleScopeField
        value={fields.scope}
        isLocked={isLocked}
        onChange={(scope) => set({ scope })}
      />
      <PermissionMatrix
        granted={fields.permissions}
        isLocked={isLocked}
        onChange={(permissions) => set({ permissions })}
      />
      {save.error && <Refusal error={save.error} />}
      {!isLocked && (
        <FormActions isSticky>
          <Button type="submit" look="primary" isBusy={save.isPending} disabledReason={missing}>
            {role ? t("common:save") : t("create")}
          </Button>
        </FormActions>
      )}
    </Form>
  );
}

interface RoleNamesProps {
  fields: RoleFields & { code: string };
  set: (change: Partial<RoleFields & { code: string }>) => void;
  isLocked: boolean;
  isNew: boolean;
}

function RoleNames({ fields, set, isLocked, isNew }: RoleNamesProps) {
  const t = useT("roles");
  return (
    <FieldRow>
      {isNew && (
        <Field label={t("code")} hint={t("codeHint")} isRequired>
          <CodeInput value={fields.code} onChange={(event) => set({ code: event.target.value })} />
        </Field>
      )}
      <Field label={t("nameEn")} isRequired>
        <Input
          value={fields.name}
          readOnly={isLocked}
          onChange={(event) => set({ name: event.target.value })}
        />
      </Field>
      <Field label={t("nameZh")} isRequired>
        <Input
          value={fields.nameZh}
          readOnly={isLocked}
          onChange={(event) => set({ nameZh: event.target.value })}
        />
      </Field>
    </FieldRow>
  );
}

interface ScopeFieldProps {
  value: RoleScope;
  isLocked: boolean;
  onChange: (scope: RoleScope) => void;
}

function RoleScopeField({ value, isLocked, onChange }: ScopeFieldProps) {
  const t = useT("roles");
  const tUsers = useT("users");
  return (
    <Field label={t("scope")} hint={t(`scopeHint.${value}`)} isGroup>
      <Segmented
        label={t("scope")}
        value={value}
        isDisabled={isLocked}
        choices={roleScopes.map((scope) => ({ value: scope, label: tUsers(`scope.${scope}`) }))}
        onChange={(scope) => onChange(scope as RoleScope)}
      />
    </Field>
  );
}
