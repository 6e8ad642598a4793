import { Link, type LinkProps } from "@tanstack/react-router";

interface PageLinksProps {
  label: string;
  links: readonly { to: NonNullable<LinkProps["to"]>; label: string }[];
}

/** Pages that belong together, beside the title of each of them. */
export function PageLinks({ label, links }: PageLinksProps) {
  return (
    <nav aria-label={label} className="no-print flex flex-wrap gap-x-1">
      {links.map((link) => (
        <Link
          key={link.to}
          to={link.to}
          activeOptions={{ exact: true, includeSearch: false }}
          className="inline-flex min-h-8 items-center rounded-md px-2 text-[13px] text-ink-2 hover:bg-hover pointer-coarse:min-h-11"
          activeProps={{ className: "bg-accent-tint font-medium !text-ink" }}
        >
          {link.label}
        </Link>
      ))}
    </nav>
  );
}
