import { useSearch } from "@tanstack/react-router";
import { useLanguage, useT } from "~/lib/i18n.ts";
import { useMe } from "~/lib/session.ts";
import { Book, Shelf } from "~/ui/manual.tsx";
import { Page, Section } from "~/ui/page.tsx";
import { manualTitles } from "../api/manuals.ts";
import { FoundParts } from "../components/found-parts.tsx";
import { HelpSearch } from "../components/help-search.tsx";
import { WayBack } from "../components/way-back.tsx";
import { isProcedure, ownManuals } from "../manual-roles.ts";

/** Every manual, the reader's own first, and what stands in them. */
export function HelpPage() {
  const t = useT("help");
  const { q = "", from } = useSearch({ from: "/_app/help/" });
  const own = ownManuals(useMe().roles);
  const all = manualTitles(useLanguage());
  const shelves = [
    { title: t("own"), books: all.filter(({ slug }) => own.includes(slug)), isOwn: true },
    {
      title: t("others"),
      books: all.filter(({ slug }) => !own.includes(slug) && !isProcedure(slug)),
    },
    { title: t("procedures"), books: all.filter(({ slug }) => isProcedure(slug)) },
  ];
  return (
    <Page title={t("title")} lead={t("lead")} actions={<WayBack from={from} />}>
      <HelpSearch query={q} from={from} />
      {q !== "" && <FoundParts query={q} own={own} from={from} />}
      {q === "" &&
        shelves
          .filter(({ books }) => books.length > 0)
          .map(({ title, books, isOwn }) => (
            <Section key={title} title={title}>
              <Shelf>
                {books.map(({ slug, title, lead }) => (
                  <Book
                    key={slug}
                    to="/help/$slug"
                    params={{ slug }}
                    search={{ from }}
                    lead={lead}
                    isOwn={isOwn}
                  >
                    {title}
                  </Book>
                ))}
              </Shelf>
            </Section>
          ))}
    </Page>
  );
}
