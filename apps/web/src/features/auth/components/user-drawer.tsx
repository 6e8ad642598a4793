import { type RoleRow, type UserRow, userCreate, userPatch } from "@lineside/domain/auth";
import { FormProvider, type UseFormReturn } from "react-hook-form";
import { useFieldRefusal, useZodForm } from "~/lib/form.ts";
import { useT } from "~/lib/i18n.ts";
import { useCommand } from "~/lib/use-command.ts";
import { Button } from "~/ui/button.tsx";
import { Drawer } from "~/ui/dialog.tsx";
import { Form, FormActions } from "~/ui/form.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { toast } from "~/ui/toast.tsx";
import { createUser, patchUser } from "../api/users.ts";
import { UserFieldSet, type UserFields } from "./user-field-set.tsx";
import { UserSecurity } from "./user-security.tsx";

interface UserDrawerProps {
  /** null: a new one. */
  user: UserRow | null;
  roles: RoleRow[];
  onClose: () => void;
}

export function UserDrawer({ user, roles, onClose }: UserDrawerProps) {
  const t = useT("users");
  return (
    <Drawer isOpen onClose={onClose} title={user ? user.name : t("create")} lead={user?.username}>
      {user ? (
        <EditUser user={user} roles={roles} onClose={onClose} />
      ) : (
        <NewUser roles={roles} onClose={onClose} />
      )}
    </Drawer>
  );
}

const fieldOfCode = {
  USERNAME_TAKEN: "username",
  PASSWORD_TOO_SHORT: "password",
  PASSWORD_IS_USERNAME: "password",
  PASSWORD_TOO_COMMON: "password",
  EMAIL_TAKEN: "email",
  BADGE_TAKEN: "badge",
  ROLE_REQUIRED: "roles",
  ROLE_NOT_FOUND: "roles",
  LINE_BINDING_REQUIRED: "lineIds",
  STATION_BINDING_REQUIRED: "stationIds",
} as const;

function NewUser({ roles, onClose }: Omit<UserDrawerProps, "user">) {
  const t = useT("users");
  const form = useZodForm(userCreate, {
    username: "",
    password: "",
    name: "",
    roles: [],
    lineIds: [],
    stationIds: [],
  });
  const create = useCommand(createUser, {
    touches: [["users"], ["roles"]],
    onDone: () => {
      toast(t("created", { name: form.getValues("name") }));
      onClose();
    },
  });
  return (
    <UserForm
      form={form as unknown as UseFormReturn<UserFields>}
      roles={roles}
      isNew
      isBusy={create.isPending}
      error={create.error}
      onSubmit={(send) => form.handleSubmit((input) => create.mutate(input, { onError: send }))()}
    />
  );
}

const userEdit = userPatch.omit({ version: true });

function EditUser({ user, roles, onClose }: UserDrawerProps & { user: UserRow }) {
  const t = useT("users");
  const form = useZodForm(userEdit, {
    name: user.name,
    department: user.department,
    phone: user.phone,
    email: user.email,
    roles: user.roles.map((role) => role.code),
    lineIds: user.lineIds,
    stationIds: user.stationIds,
    isActive: user.isActive,
  });
  const save = useCommand(patchUser, {
    touches: [["users"], ["roles"]],
    onDone: () => {
      toast(t("saved", { name: user.name }));
      onClose();
    },
  });
  return (
    <>
      <UserForm
        form={form as unknown as UseFormReturn<UserFields>}
        roles={roles}
        user={user}
        isBusy={save.isPending}
        error={save.error}
        onSubmit={(send) =>
          form.handleSubmit((input) =>
            save.mutate({ ...input, id: user.id, version: user.version }, { onError: send }),
          )()
        }
      />
      <UserSecurity user={user} onChanged={onClose} />
    </>
  );
}

interface UserFormProps {
  form: UseFormReturn<UserFields>;
  roles: RoleRow[];
  user?: UserRow;
  isNew?: boolean;
  isBusy: boolean;
  error: Error | null;
  onSubmit: (onError: (error: Error) => void) => void;
}

function UserForm({ form, roles, user, isNew, isBusy, error, onSubmit }: UserFormProps) {
  const t = useT("users");
  const showAtField = useFieldRefusal(form, fieldOfCode);
  const hasFieldError = Object.values(form.formState.errors).some((e) => e?.type === "server");
  return (
    <FormProvider {...form}>
      <Form
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit(showAtField);
        }}
      >
        <UserFieldSet roles={roles} user={user} isNew={isNew ?? false} />
        {error && !hasFieldError && <Refusal error={error} />}
        <FormActions isSticky>
          <Button type="submit" look="primary" isBusy={isBusy}>
            {isNew ? t("create") : t("common:save")}
          </Button>
        </FormActions>
      </Form>
    </FormProvider>
  );
}
