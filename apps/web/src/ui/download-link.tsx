import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { buttonClass } from "./button.tsx";

interface DownloadLinkProps {
  /** A file the server makes; the browser keeps it or opens it in its own window. */
  href: string;
  look?: Parameters<typeof buttonClass>[0];
  icon: LucideIcon;
  children: ReactNode;
}

/** A button that fetches a file instead of opening a page. */
export function DownloadLink({ href, look, icon: Icon, children }: DownloadLinkProps) {
  return (
    <a href={href} download target="_blank" rel="noopener" className={buttonClass(look)}>
      <Icon aria-hidden className="size-4" />
      {children}
    </a>
  );
}
