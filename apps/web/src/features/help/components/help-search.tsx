import { useNavigate } from "@tanstack/react-router";
import { useT } from "~/lib/i18n.ts";
import { SearchBox } from "~/ui/search-box.tsx";

/** Looks through every manual; what is typed stays in the address. */
export function HelpSearch({ query, from }: { query: string; from: string | undefined }) {
  const t = useT("help");
  const navigate = useNavigate();
  return (
    <search className="no-print">
      <SearchBox
        label={t("search")}
        placeholder={t("search")}
        kind="words"
        value={query}
        onChange={({ target }) => {
          const q = target.value === "" ? undefined : target.value;
          void navigate({ to: "/help", search: { q, from }, replace: query !== "" });
        }}
        autoFocus={query !== ""}
      />
    </search>
  );
}
