import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate, useRouter, useSearch } from "@tanstack/react-router";
import { SearchX } from "lucide-react";
import { useEffect, useState } from "react";
import { useT } from "~/lib/i18n.ts";
import { useScan } from "~/lib/scanner.ts";
import { play } from "~/lib/sound.ts";
import { addressOf } from "~/shell/feature.ts";
import { find, type Hit } from "~/shell/find.ts";
import { readRecent, rememberRecent } from "~/shell/recent.ts";
import { Empty } from "~/ui/empty.tsx";
import { moveByArrow } from "~/ui/link-list.tsx";
import { Page } from "~/ui/page.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { SearchBox } from "~/ui/search-box.tsx";
import { Loading } from "~/ui/skeleton.tsx";
import { Code } from "~/ui/text.tsx";
import { HitGroups, HitList } from "../components/hits.tsx";

/** One field for everything that has a number: scan it or type how it begins. */
export function SearchPage() {
  const t = useT("trace");
  const { q = "" } = useSearch({ from: "/_app/trace/" });
  const { text, setText, openFirst } = useTraceSearch(q);
  const hits = useQuery({
    queryKey: ["search", q],
    queryFn: ({ signal }) => find(q, signal),
    enabled: q.length > 0,
    placeholderData: keepPreviousData,
  });
  const found = (hits.data ?? []).filter((hit) => addressOf(hit.kind, hit.key) !== null);
  return (
    <Page title={t("title")} lead={t("lead")}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: arrow keys go on from the field into the list */}
      <div className="flex max-w-3xl flex-col gap-5" onKeyDown={moveByArrow}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void openFirst(text.trim());
          }}
        >
          <SearchBox
            label={t("searchLabel")}
            placeholder={t("searchHint")}
            autoFocus
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </form>
        {hits.error && <Refusal error={hits.error} onRetry={() => void hits.refetch()} />}
        {q === "" && <Recent />}
        {q !== "" && hits.isPending && <Loading lines={3} />}
        {q !== "" && hits.isSuccess && found.length === 0 && (
          <Empty
            icon={SearchX}
            title={t("nothing")}
            hint={
              <>
                <Code value={q} /> {t("nothingHint")}
              </>
            }
          />
        )}
        {q !== "" && <HitGroups hits={found} />}
      </div>
    </Page>
  );
}

function Recent() {
  const t = useT("trace");
  const recent = readRecent().filter((hit) => addressOf(hit.kind, hit.key) !== null);
  if (recent.length === 0) return <Empty title={t("noRecent")} hint={t("noRecentHint")} />;
  return <HitList label={t("recent")} hits={recent} withKind />;
}

/** What is typed reaches the URL when the typing pauses; Enter and the scanner open at once. */
function useTraceSearch(q: string) {
  const router = useRouter();
  const navigate = useNavigate({ from: "/trace/" });
  const [text, setText] = useState(q);
  useEffect(() => {
    const typed = text.trim();
    if (typed === q) return;
    const timer = setTimeout(() => {
      void navigate({ search: { q: typed || undefined }, replace: true });
    }, 200);
    return () => clearTimeout(timer);
  });
  const open = (hit: Hit | undefined): boolean => {
    const address = hit && addressOf(hit.kind, hit.key);
    if (!hit || !address) return false;
    rememberRecent(hit);
    router.history.push(address);
    return true;
  };
  const openFirst = async (code: string) => {
    if (code === "") return;
    const hits = await find(code).catch(() => []);
    const exact = hits.find((hit) => hit.key.toLowerCase() === code.toLowerCase());
    if (open(exact ?? (hits.length === 1 ? hits[0] : undefined))) return;
    setText(code);
    if (hits.length === 0) play("refused");
  };
  useScan(async (code) => {
    await openFirst(code);
    return true;
  });
  return { text, setText, openFirst };
}
