import type { FileRow } from "@lineside/domain/file";
import { Camera, FileText, X } from "lucide-react";
import { useId, useState } from "react";
import { useT } from "~/lib/i18n.ts";
import { useCommand } from "~/lib/use-command.ts";
import { Button, IconButton } from "~/ui/button.tsx";
import { Thumb } from "~/ui/picture.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { acceptedFiles, fileAddress, uploadFile } from "../api/files.ts";

interface PhotoFieldProps {
  ids: string[];
  onChange: (ids: string[]) => void;
  isReadOnly?: boolean;
}

/** Photos and scanned papers: the camera on a phone, a file on a desk; each is stored as it is added. */
export function PhotoField({ ids, onChange, isReadOnly }: PhotoFieldProps) {
  const t = useT("form");
  const inputId = useId();
  const [known, setKnown] = useState<Record<string, FileRow>>({});
  const upload = useCommand(uploadFile, {
    onDone: (file) => {
      setKnown((old) => ({ ...old, [file.id]: file }));
      if (!ids.includes(file.id)) onChange([...ids, file.id]);
    },
  });
  return (
    <div className="flex flex-col gap-2">
      {ids.length > 0 && (
        <ul className="flex flex-wrap gap-2">
          {ids.map((id, at) => (
            <li key={id} className="flex items-start gap-0.5">
              <Thumb
                src={known[id]?.mediaType === "application/pdf" ? null : fileAddress(id)}
                href={fileAddress(id)}
                label={known[id]?.name ?? t("photoNo", { no: at + 1 })}
                icon={FileText}
              />
              {!isReadOnly && (
                <IconButton
                  icon={X}
                  label={t("removePhoto", { no: at + 1 })}
                  size="small"
                  onClick={() => onChange(ids.filter((each) => each !== id))}
                />
              )}
            </li>
          ))}
        </ul>
      )}
      {!isReadOnly && (
        <div>
          <input
            id={inputId}
            type="file"
            accept={acceptedFiles}
            className="sr-only"
            tabIndex={-1}
            aria-label={t("addPhoto")}
            onChange={(event) => {
              const file = event.target.files?.[0];
              event.target.value = "";
              if (file) upload.mutate(file);
            }}
          />
          <Button
            icon={Camera}
            isBusy={upload.isPending}
            onClick={() => document.getElementById(inputId)?.click()}
          >
            {t("addPhoto")}
          </Button>
        </div>
      )}
      {upload.error && <Refusal error={upload.error} />}
    </div>
  );
}
