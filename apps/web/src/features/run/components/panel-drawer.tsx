import type { RunAnswer } from "@lineside/domain/work-order";
import { X } from "lucide-react";
import { type RefObject, useRef, useState } from "react";
import { useT } from "~/lib/i18n.ts";
import { useCommand } from "~/lib/use-command.ts";
import { Button, IconButton } from "~/ui/button.tsx";
import { Drawer } from "~/ui/dialog.tsx";
import { Field } from "~/ui/field.tsx";
import { Form, FormActions } from "~/ui/form.tsx";
import { CodeInput } from "~/ui/input.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { Sn } from "~/ui/sn.tsx";
import { Text } from "~/ui/text.tsx";
import { toast } from "~/ui/toast.tsx";
import { bindPanel } from "../api/runs.ts";

interface PanelDrawerProps {
  run: RunAnswer;
  onClose: () => void;
}

/** Binds boards to a panel by scanning: the panel first, then its boards in the order of positions. */
export function PanelDrawer({ run, onClose }: PanelDrawerProps) {
  const t = useT("run");
  const [panelNo, setPanelNo] = useState("");
  const [sns, setSns] = useState<string[]>([]);
  const panelField = useRef<HTMLInputElement>(null);
  const boardField = useRef<HTMLInputElement>(null);
  const bind = useCommand(bindPanel, {
    touches: [["runs"]],
    onDone: (answer) => {
      toast(t("panelBound", { panelNo: answer.panelNo, count: answer.units.length }));
      setPanelNo("");
      setSns([]);
      panelField.current?.focus();
    },
  });
  const missing = !panelNo.trim() ? t("scanPanel") : sns.length === 0 ? t("scanBoards") : null;
  return (
    <Drawer isOpen onClose={onClose} title={t("bindPanel")} lead={t("bindPanelLead")}>
      <Form
        onSubmit={(event) => {
          event.preventDefault();
          if (!missing) bind.mutate({ runNo: run.runNo, panelNo: panelNo.trim(), sns });
        }}
      >
        <Field label={t("panelNo")} isRequired>
          <CodeInput
            ref={panelField}
            autoFocus
            value={panelNo}
            onChange={(event) => setPanelNo(event.target.value)}
            onKeyDown={(event) => {
              // Enter comes from the scanner: on to the boards, not off to the server.
              if (event.key !== "Enter") return;
              event.preventDefault();
              boardField.current?.focus();
            }}
          />
        </Field>
        <BoardScans field={boardField} sns={sns} onChange={setSns} />
        {bind.error && <Refusal error={bind.error} />}
        <FormActions>
          <Button type="submit" look="primary" isBusy={bind.isPending} disabledReason={missing}>
            {t("bindPanel")}
          </Button>
          <Button look="quiet" onClick={onClose}>
            {t("common:close")}
          </Button>
        </FormActions>
      </Form>
    </Drawer>
  );
}

interface BoardScansProps {
  field: RefObject<HTMLInputElement | null>;
  sns: string[];
  onChange: (sns: string[]) => void;
}

function BoardScans({ field, sns, onChange }: BoardScansProps) {
  const t = useT("run");
  const [typed, setTyped] = useState("");
  const [twice, setTwice] = useState<string | null>(null);
  const add = () => {
    const sn = typed.trim();
    setTyped("");
    setTwice(sns.includes(sn) ? sn : null);
    if (sn && !sns.includes(sn)) onChange([...sns, sn]);
  };
  return (
    <>
      <Field
        label={t("boardAt", { position: sns.length + 1 })}
        hint={t("boardHint")}
        error={twice && t("errors:SN_TWICE", { sns: twice })}
      >
        <CodeInput
          ref={field}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || !typed.trim()) return;
            event.preventDefault();
            add();
          }}
        />
      </Field>
      <ol className="flex flex-col gap-1">
        {sns.map((sn, at) => (
          <li key={sn} className="flex items-center gap-3">
            <Text isQuiet className="w-6 text-end">
              {at + 1}
            </Text>
            <span className="min-w-0 flex-1">
              <Sn value={sn} />
            </span>
            <IconButton
              icon={X}
              size="small"
              label={t("removeBoard", { sn })}
              onClick={() => onChange(sns.filter((other) => other !== sn))}
            />
          </li>
        ))}
      </ol>
    </>
  );
}
