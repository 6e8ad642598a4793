import type { RoleRow, UserRow } from "@lineside/domain/auth";
import { useQuery } from "@tanstack/react-query";
import { Dices } from "lucide-react";
import { Controller, useFormContext } from "react-hook-form";
import { useLocalName, useT } from "~/lib/i18n.ts";
import { Button } from "~/ui/button.tsx";
import { CheckList } from "~/ui/check-list.tsx";
import { Field } from "~/ui/field.tsx";
import { FieldRow } from "~/ui/form.tsx";
import { Checkbox, CodeInput, Input } from "~/ui/input.tsx";
import { placesQuery } from "../api/places.ts";
import { randomPassword } from "./random-password.ts";

export interface UserFields {
  username: string;
  password: string;
  name: string;
  department: string;
  phone: string;
  email: string;
  roles: string[];
  lineIds: string[];
  stationIds: string[];
  badge: string;
  pin: string;
  isActive: boolean;
}

interface UserFieldSetProps {
  roles: RoleRow[];
  user?: UserRow;
  isNew: boolean;
}

/** Nothing typed means: leave it as it is. */
const orUnchanged = { setValueAs: (typed: string | null) => typed || undefined };
const orNull = { setValueAs: (typed: string | null) => typed || null };

export function UserFieldSet({ roles, user, isNew }: UserFieldSetProps) {
  const t = useT("users");
  const { register, formState } = useFormContext<UserFields>();
  const { errors } = formState;
  return (
    <>
      <FieldRow>
        <Field label={t("name")} error={errors.name?.message} isRequired>
          <Input {...register("name")} autoComplete="off" />
        </Field>
        {isNew && (
          <Field label={t("username")} error={errors.username?.message} isRequired>
            <Input {...register("username")} autoComplete="off" autoCapitalize="off" />
          </Field>
        )}
      </FieldRow>
      <PasswordField isNew={isNew} />
      <FieldRow>
        <Field label={t("department")} error={errors.department?.message}>
          <Input {...register("department", orNull)} autoComplete="off" />
        </Field>
        <Field label={t("phone")} error={errors.phone?.message}>
          <Input {...register("phone", orNull)} inputMode="tel" autoComplete="off" />
        </Field>
      </FieldRow>
      <Field label={t("email")} hint={t("emailHint")} error={errors.email?.message}>
        <Input {...register("email", orNull)} inputMode="email" autoComplete="off" />
      </Field>
      <RoleField roles={roles} />
      <PlaceField name="lineIds" kind="lines" label={t("lines")} />
      <PlaceField name="stationIds" kind="stations" label={t("stations")} />
      <BadgeFields user={user} />
      {!isNew && (
        <Checkbox {...register("isActive")} label={t("isActive")} hint={t("isActiveHint")} />
      )}
    </>
  );
}

function PasswordField({ isNew }: { isNew: boolean }) {
  const t = useT("users");
  const { register, setValue, formState } = useFormContext<UserFields>();
  return (
    <Field
      label={t(isNew ? "firstPasswordLabel" : "newPassword")}
      hint={t(isNew ? "firstPasswordHint" : "newPasswordHint")}
      error={formState.errors.password?.message}
      isRequired={isNew}
    >
      <span className="flex gap-2">
        <CodeInput {...register("password", isNew ? {} : orUnchanged)} />
        <Button
          icon={Dices}
          onClick={() => setValue("password", randomPassword(), { shouldValidate: true })}
        >
          {t("suggest")}
        </Button>
      </span>
    </Field>
  );
}

function RoleField({ roles }: { roles: RoleRow[] }) {
  const t = useT("users");
  const local = useLocalName();
  const { control, formState } = useFormContext<UserFields>();
  return (
    <Field label={t("roles")} error={formState.errors.roles?.message} isRequired isGroup>
      <Controller
        control={control}
        name="roles"
        render={({ field }) => (
          <CheckList
            label={t("roles")}
            items={roles.map((role) => ({
              value: role.code,
              label: local(role),
              hint: t(`scope.${role.scope}`),
            }))}
            values={field.value}
            onChange={field.onChange}
          />
        )}
      />
    </Field>
  );
}

interface PlaceFieldProps {
  name: "lineIds" | "stationIds";
  kind: "lines" | "stations";
  label: string;
}

function PlaceField({ name, kind, label }: PlaceFieldProps) {
  const t = useT("users");
  const { control, formState } = useFormContext<UserFields>();
  const places = useQuery(placesQuery(kind)).data ?? [];
  return (
    <Field label={label} hint={t(`${kind}Hint`)} error={formState.errors[name]?.message} isGroup>
      <Controller
        control={control}
        name={name}
        render={({ field }) => (
          <CheckList
            label={label}
            items={places.map((place) => ({
              value: place.id,
              label: `${place.code} ${place.name}`,
            }))}
            values={field.value}
            onChange={field.onChange}
          />
        )}
      />
    </Field>
  );
}

/** A scan while the badge field has the focus fills it. What is stored is never shown. */
function BadgeFields({ user }: { user?: UserRow }) {
  const t = useT("users");
  const { register, formState, setValue, watch } = useFormContext<UserFields>();
  const isTaken = watch("badge") === null;
  return (
    <>
      <FieldRow>
        <Field
          label={t("badge")}
          hint={t(user?.hasBadge ? "badgeKeepHint" : "badgeHint")}
          error={formState.errors.badge?.message}
        >
          <CodeInput {...register("badge", orUnchanged)} disabled={isTaken} />
        </Field>
        <Field label={t("pin")} hint={t("pinHint")} error={formState.errors.pin?.message}>
          <CodeInput {...register("pin", orUnchanged)} inputMode="numeric" disabled={isTaken} />
        </Field>
      </FieldRow>
      {user?.hasBadge && (
        <Checkbox
          label={t("badgeTake")}
          checked={isTaken}
          onChange={(event) => {
            const next = event.target.checked ? null : undefined;
            setValue("badge", next as unknown as string, { shouldDirty: true });
            setValue("pin", next as unknown as string, { shouldDirty: true });
          }}
        />
      )}
    </>
  );
}
