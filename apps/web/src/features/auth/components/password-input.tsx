import { type ComponentProps, useState } from "react";
import { useT } from "~/lib/i18n.ts";
import { Input } from "~/ui/input.tsx";

/** A password that can be looked at: gloves and strange keyboards make mistakes. */
export function PasswordInput(props: ComponentProps<"input">) {
  const t = useT("auth");
  const [isShown, show] = useState(false);
  return (
    <span className="relative block">
      <Input {...props} type={isShown ? "text" : "password"} className="pe-16" />
      <button
        type="button"
        aria-pressed={isShown}
        onClick={() => show(!isShown)}
        className="absolute inset-y-0 end-0 px-3 text-[13px] text-ink-3 hover:text-ink"
      >
        {t(isShown ? "password.hide" : "password.show")}
      </button>
    </span>
  );
}
