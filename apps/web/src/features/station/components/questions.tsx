import { useState } from "react";
import { useT } from "~/lib/i18n.ts";
import { Choosable } from "~/ui/choosable.tsx";
import { Subject } from "~/ui/floor.tsx";
import { MeasureInput } from "~/ui/measure.tsx";
import { Sn } from "~/ui/sn.tsx";
import { Text } from "~/ui/text.tsx";

interface RunQuestionProps {
  scan: string;
  runs: readonly string[];
  onChoose: (runNo: string) => void;
}

/** A board nobody knows yet, and more than one run it could join. */
export function RunQuestion({ scan, runs, onChoose }: RunQuestionProps) {
  const t = useT("station");
  return (
    <div className="flex flex-1 flex-col gap-4">
      <Subject what={t("run.newBoard")} name={<Sn value={scan} />} beside={t("run.choose")} />
      <div className="grid gap-2 sm:grid-cols-2">
        {runs.slice(0, 9).map((runNo, at) => (
          <Choosable
            key={runNo}
            number={at + 1}
            name={<Sn value={runNo} />}
            onChoose={() => onChoose(runNo)}
          />
        ))}
      </div>
      <Text isQuiet>{t("run.hint")}</Text>
    </div>
  );
}

interface PinQuestionProps {
  isWrong: boolean;
  onGive: (pin: string) => void;
}

/** A badge that wants its PIN. */
export function PinQuestion({ isWrong, onGive }: PinQuestionProps) {
  const t = useT("station");
  const [pin, setPin] = useState("");
  return (
    <form
      className="flex flex-1 flex-col items-center justify-center gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (pin !== "") onGive(pin);
        setPin("");
      }}
    >
      <Subject what={t("pin.what")} name={t("pin.title")} beside={null} />
      <div className="w-64">
        <MeasureInput
          data-home=""
          type="password"
          inputMode="numeric"
          aria-label={t("pin.title")}
          aria-invalid={isWrong || undefined}
          value={pin}
          onChange={(event) => setPin(event.target.value)}
        />
      </div>
      <p role="status">
        {isWrong ? <Text tone="bad">{t("pin.wrong")}</Text> : <Text isQuiet>{t("pin.hint")}</Text>}
      </p>
    </form>
  );
}
