import { Text } from "~/ui/text.tsx";
import { Time } from "~/ui/time.tsx";

/** Time over day: in a column the times line up and the day stands back. */
export function When({ at }: { at: string }) {
  return (
    <span className="inline-flex flex-row-reverse items-baseline gap-x-2 sm:flex-col sm:items-end">
      <Text isStrong>
        <Time at={at} style="time" zone={false} />
      </Text>
      <Text isQuiet>
        <Time at={at} style="date" zone={false} />
      </Text>
    </span>
  );
}
