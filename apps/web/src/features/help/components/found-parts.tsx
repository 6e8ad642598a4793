import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useLanguage, useT } from "~/lib/i18n.ts";
import { Empty } from "~/ui/empty.tsx";
import { LinkList, LinkRow } from "~/ui/link-list.tsx";
import { Marked } from "~/ui/manual.tsx";
import { Loading } from "~/ui/skeleton.tsx";
import { Text } from "~/ui/text.tsx";
import { manualsQuery } from "../api/manuals.ts";
import { partsOf, search, wordsOf } from "../search-manuals.ts";

interface FoundPartsProps {
  query: string;
  own: readonly string[];
  from: string | undefined;
}

/** Where the words stand, in every manual. */
export function FoundParts({ query, own, from }: FoundPartsProps) {
  const t = useT("help");
  const { data } = useQuery(manualsQuery(useLanguage()));
  const parts = useMemo(() => data?.flatMap(partsOf), [data]);
  if (!parts) return <Loading lines={4} />;
  const hits = search(parts, query, own);
  const words = wordsOf(query);
  if (hits.length === 0) return <Empty title={t("nothing", { query })} hint={t("nothingHint")} />;
  return (
    <LinkList label={t("found", { count: hits.length })}>
      {hits.map((hit) => (
        <LinkRow
          key={`${hit.slug}#${hit.id}`}
          to="/help/$slug"
          params={{ slug: hit.slug }}
          hash={hit.id}
          search={{ from }}
          isSentence
          lead={<Marked text={hit.title} words={words} />}
          detail={<Marked text={hit.snippet} words={words} />}
          end={
            <Text isSmall isQuiet>
              {hit.manual}
            </Text>
          }
        />
      ))}
    </LinkList>
  );
}
