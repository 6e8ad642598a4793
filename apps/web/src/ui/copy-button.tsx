import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { useT } from "~/lib/i18n.ts";
import { Button } from "./button.tsx";

/** Puts a text on the clipboard, also on plain http, where browsers keep `navigator.clipboard` away. */
export function CopyButton({ text, label }: { text: string; label?: string }) {
  const t = useT();
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [isCopied]);
  return (
    <Button
      look="quiet"
      size="small"
      icon={isCopied ? Check : Copy}
      onClick={async () => setCopied(await copy(text))}
    >
      {isCopied ? t("copied") : (label ?? t("copy"))}
    </Button>
  );
}

async function copy(text: string): Promise<boolean> {
  if (navigator.clipboard)
    return navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
  const field = document.createElement("textarea");
  field.value = text;
  document.body.append(field);
  field.select();
  const isDone = document.execCommand("copy");
  field.remove();
  return isDone;
}
