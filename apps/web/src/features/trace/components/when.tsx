import { Text } from "~/ui/text.tsx";
import { Time } from "~/ui/time.tsx";

/** The time, and the day where it changes: in a column the times line up. */
export function When({ at, withDay }: { at: string; withDay: boolean }) {
  return (
    <span className="inline-flex flex-row-reverse items-baseline gap-x-2 sm:flex-col sm:items-end">
      <Text isStrong>
        <Time at={at} style="time" zone={false} />
      </Text>
      {withDay && (
        <Text isQuiet>
          <Time at={at} style="date" zone={false} />
        </Text>
      )}
    </span>
  );
}
