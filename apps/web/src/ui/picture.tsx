import type { LucideIcon } from "lucide-react";

interface ThumbProps {
  /** null: no picture, the icon stands for it. */
  src: string | null;
  /** Opens the whole of it. */
  href: string;
  label: string;
  icon: LucideIcon;
}

/** A stored photo or paper, small; pressing it opens the whole in its own tab. */
export function Thumb({ src, href, label, icon: Icon }: ThumbProps) {
  return (
    <a
      href={href}
      target="_blank"
      rel="noreferrer"
      title={label}
      className="grid size-20 place-items-center overflow-hidden rounded-md border border-line-strong bg-sunken text-ink-2"
    >
      {src ? (
        <img src={src} alt={label} loading="lazy" className="size-full object-cover" />
      ) : (
        <span className="flex flex-col items-center gap-1 p-1 text-center text-[11px]">
          <Icon aria-hidden className="size-6" />
          <span className="line-clamp-2 break-all">{label}</span>
        </span>
      )}
    </a>
  );
}
