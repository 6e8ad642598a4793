import { useQuery } from "@tanstack/react-query";
import { useLocation, useParams, useRouter, useSearch } from "@tanstack/react-router";
import { BookOpen, Printer } from "lucide-react";
import { useState } from "react";
import { useLanguage, useT } from "~/lib/i18n.ts";
import { useMedia } from "~/lib/use-media.ts";
import { Button } from "~/ui/button.tsx";
import { Disclosure } from "~/ui/disclosure.tsx";
import { Empty } from "~/ui/empty.tsx";
import { ButtonLink, TextLink } from "~/ui/link.tsx";
import { ManualFrame, ManualText, Place, Places } from "~/ui/manual.tsx";
import { Page } from "~/ui/page.tsx";
import { PageError } from "~/ui/page-error.tsx";
import { Loading } from "~/ui/skeleton.tsx";
import { type Manual, manualQuery } from "../api/manuals.ts";
import { HelpSearch } from "../components/help-search.tsx";
import { WayBack } from "../components/way-back.tsx";

const wide = "(min-width: 1024px)";

/** One manual with its list of contents; opens at the place the screen asked for. */
export function ManualPage() {
  const t = useT("help");
  const { slug } = useParams({ from: "/_app/help/$slug" });
  const { from } = useSearch({ from: "/_app/help/$slug" });
  const anchor = useLocation({ select: ({ hash }) => hash });
  const [here, setHere] = useState(anchor);
  const isWide = useMedia(wide);
  const router = useRouter();
  const { data: manual, error } = useQuery(manualQuery(useLanguage(), slug));
  if (error) return <PageError error={error} reset={() => router.history.go(0)} />;
  if (manual === undefined) return <Waiting />;
  if (manual === null)
    return (
      <Page title={t("title")}>
        <Empty
          icon={BookOpen}
          title={t("unknown")}
          action={<ButtonLink to="/help">{t("all")}</ButtonLink>}
        />
      </Page>
    );
  const follow = (address: string) =>
    router.history.push(address.startsWith("#") ? `/help/${slug}${address}` : address);
  return (
    <Page
      title={manual.title}
      back={
        <TextLink to="/help" search={{ from }}>
          {t("all")}
        </TextLink>
      }
      actions={
        <>
          {!isWide && <WayBack from={from} />}
          <Button icon={Printer} onClick={() => print()}>
            {t("print")}
          </Button>
        </>
      }
    >
      <HelpSearch query="" from={from} />
      <ManualFrame aside={<Contents manual={manual} here={here} from={from} />}>
        <ManualText html={manual.html} anchor={anchor} onFollow={follow} onStand={setHere} />
      </ManualFrame>
    </Page>
  );
}

interface ContentsProps {
  manual: Manual;
  here: string;
  from: string | undefined;
}

/** Beside the text on a desk; folded away above it on a phone. */
function Contents({ manual, here, from }: ContentsProps) {
  const t = useT("help");
  const isWide = useMedia(wide);
  const list = (
    <Places label={t("contents")}>
      {manual.sections
        .filter(({ level }) => level === 2)
        .map(({ id, title, level }) => (
          <Place
            key={id}
            to="/help/$slug"
            params={{ slug: manual.slug }}
            hash={id}
            search={{ from }}
            level={level}
            isHere={id === here}
          >
            {title}
          </Place>
        ))}
    </Places>
  );
  // The page opens in its middle: beside the text the way back stays in sight.
  if (isWide)
    return (
      <div className="flex flex-col items-start gap-4 p-1">
        <WayBack from={from} />
        {list}
      </div>
    );
  return <Disclosure summary={t("contents")}>{list}</Disclosure>;
}

function Waiting() {
  const t = useT("help");
  return (
    <Page title={t("title")}>
      <Loading lines={6} />
    </Page>
  );
}
