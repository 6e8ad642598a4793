import type { RouteRow } from "@lineside/domain/routing";
import { useQuery } from "@tanstack/react-query";
import { Controller, useFormContext } from "react-hook-form";
import { useT } from "~/lib/i18n.ts";
import { useMay } from "~/lib/session.ts";
import { Combobox } from "~/ui/combobox.tsx";
import { Field } from "~/ui/field.tsx";
import { CodeInput } from "~/ui/input.tsx";
import { routesQuery } from "../api/choices.ts";
import type { OrderFields } from "./order-field-set.tsx";

/** Left empty the only effective route of the product is taken. */
export function RouteField({ fixed }: { fixed?: string }) {
  const t = useT("order");
  const { control, watch } = useFormContext<OrderFields>();
  const routes = useRoutesOf(watch("productCode"));
  const say = useRouteDetail();
  const mayRead = useMay("route:read");
  return (
    <Controller
      control={control}
      name="routeCode"
      render={({ field, fieldState }) => (
        <Field label={t("route")} hint={fixed ?? t("routeHint")} error={fieldState.error?.message}>
          {fixed !== undefined || !mayRead ? (
            <CodeInput
              readOnly={fixed !== undefined}
              value={field.value ?? ""}
              onBlur={field.onBlur}
              onChange={(event) => field.onChange(event.target.value || null)}
            />
          ) : (
            <Combobox
              items={withOwn(
                routes.map((route) => ({
                  value: route.code,
                  label: route.code,
                  detail: say(route),
                })),
                field.value,
              )}
              value={field.value ?? null}
              placeholder={t("routeAuto")}
              onBlur={field.onBlur}
              onChange={field.onChange}
            />
          )}
        </Field>
      )}
    />
  );
}

/** Active routes that can make the product: its own ones, and those of any product. */
export function useRoutesOf(productCode: string | undefined): RouteRow[] {
  const mayRead = useMay("route:read");
  const routes = useQuery({ ...routesQuery, enabled: mayRead }).data ?? [];
  return routes.filter((route) => !route.productCode || route.productCode === productCode);
}

function useRouteDetail(): (route: RouteRow) => string {
  const t = useT("order");
  return ({ name, processType, readyVersionNo }) =>
    [name, processType, readyVersionNo === null ? t("notReady") : `v${readyVersionNo}`].join(" · ");
}

interface Item {
  value: string;
  label: string;
  detail: string;
}

/** The route an order already has stays a choice, even when it would not be offered today. */
function withOwn(items: Item[], own: string | null | undefined): Item[] {
  if (!own || items.some((item) => item.value === own)) return items;
  return [{ value: own, label: own, detail: "" }, ...items];
}
