import { createLink } from "@tanstack/react-router";
import { clsx } from "clsx";
import type { ComponentProps, ReactNode } from "react";
import { statusOf, toneText } from "./status.ts";
import { useStateText } from "./status-pill.tsx";

/** What people were told, newest first. */
export function MessageList(props: { label: string; isSmall?: boolean; children: ReactNode }) {
  const { label, isSmall, children } = props;
  return (
    <ul
      aria-label={label}
      className={clsx(
        "divide-y divide-line overflow-y-auto rounded-md border border-line bg-surface",
        // Inside a popover the list scrolls, the popover does not.
        isSmall && "max-h-[min(30rem,65dvh)]",
      )}
    >
      {children}
    </ul>
  );
}

interface MessageAnchorProps extends Omit<ComponentProps<"a">, "children"> {
  /** INFO, WARNING, ALARM. */
  severity: string;
  isUnread: boolean;
  text: ReactNode;
  facts: ReactNode;
  actions?: ReactNode;
}

function MessageAnchor(props: MessageAnchorProps) {
  const { severity, isUnread, text, facts, actions, className: _, ...rest } = props;
  const word = useStateText("notice");
  const { tone, icon: Icon } = statusOf("notice", severity);
  return (
    <li className="flex items-start gap-1 pe-1.5 hover:bg-hover">
      <a
        {...rest}
        className="flex min-w-0 flex-1 items-start gap-2.5 py-2.5 ps-3 focus-visible:-outline-offset-2"
      >
        <Icon aria-hidden className={clsx("mt-px size-5 shrink-0", toneText[tone])} />
        <span className="sr-only">{word(severity)}</span>
        <span className="min-w-0">
          <span className={clsx("block break-words", isUnread ? "font-semibold" : "text-ink-2")}>
            {text}
          </span>
          <span className="flex flex-wrap gap-x-3 text-[13px] text-ink-3">{facts}</span>
        </span>
      </a>
      {actions && <span className="flex shrink-0 py-1.5">{actions}</span>}
    </li>
  );
}

/** One thing people were told: <Message to="/clocks" severity="ALARM" isUnread text={…} facts={…} />. */
export const Message = createLink(MessageAnchor);
