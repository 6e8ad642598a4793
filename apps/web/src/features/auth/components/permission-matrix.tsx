import { permissionActions } from "@lineside/domain/auth";
import { useT } from "~/lib/i18n.ts";
import { Checkbox } from "~/ui/input.tsx";
import { Section } from "~/ui/page.tsx";
import { Text } from "~/ui/text.tsx";

interface PermissionMatrixProps {
  granted: readonly string[];
  isLocked: boolean;
  onChange: (granted: string[]) => void;
}

/** Every permission point, grouped by the noun it belongs to; the group's box takes all of them. */
export function PermissionMatrix({ granted, isLocked, onChange }: PermissionMatrixProps) {
  const t = useT("roles");
  const give = (points: string[], isGiven: boolean) => {
    const others = granted.filter((point) => !points.includes(point));
    onChange(isGiven ? [...others, ...points] : others);
  };
  return (
    <Section title={t("permissions")} lead={t("permissionsCount", { count: granted.length })}>
      <div className="grid gap-x-8 gap-y-5 sm:grid-cols-2">
        {Object.entries(permissionActions).map(([noun, actions]) => {
          const points = actions.map((action) => `${noun}:${action}`);
          return (
            <div key={noun}>
              <Checkbox
                label={<Text isStrong>{t(`noun.${noun}`)}</Text>}
                disabled={isLocked}
                checked={points.every((point) => granted.includes(point))}
                onChange={(event) => give(points, event.target.checked)}
              />
              <div className="ms-7">
                {points.map((point) => (
                  <Checkbox
                    key={point}
                    label={t(`point.${point.replace(":", ".")}`)}
                    disabled={isLocked}
                    checked={granted.includes(point)}
                    onChange={(event) => give([point], event.target.checked)}
                  />
                ))}
              </div>
            </div>
          );
        })}
      </div>
    </Section>
  );
}
