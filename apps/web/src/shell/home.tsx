import { Link } from "@tanstack/react-router";
import { ArrowRight } from "lucide-react";
import { formatNumber } from "~/lib/format.ts";
import { useLocalName, useT } from "~/lib/i18n.ts";
import { useMayAll, useMe } from "~/lib/session.ts";
import { Empty } from "~/ui/empty.tsx";
import { Page, Section } from "~/ui/page.tsx";
import { type Job, jobs } from "./feature.ts";

/** Where a person starts: the jobs of the own roles first, with how many are waiting. */
export function HomePage() {
  const me = useMe();
  const t = useT("menu");
  const local = useLocalName();
  const may = useMayAll();
  const codes = me.roles.map((role) => role.code);
  const open = jobs.filter((job) => may(job.permission));
  const own = open.filter((job) => job.roles.some((role) => codes.includes(role)));
  const others = open.filter((job) => !own.includes(job));
  return (
    <Page
      title={t("home.greeting", { name: (me.operator ?? me.user).name })}
      lead={me.roles.map(local).join(" · ")}
    >
      {own.length > 0 && (
        <div className="grid grid-cols-[repeat(auto-fill,minmax(min(100%,20rem),1fr))] gap-3">
          {own.map((job) => (
            <JobCard key={job.key} job={job} />
          ))}
        </div>
      )}
      {others.length > 0 && (
        <Section title={own.length > 0 ? t("home.also") : undefined}>
          <ul className="grid grid-cols-[repeat(auto-fill,minmax(min(100%,17rem),1fr))] gap-x-3 gap-y-1">
            {others.map((job) => (
              <li key={job.key}>
                <SmallJob job={job} />
              </li>
            ))}
          </ul>
        </Section>
      )}
      {open.length === 0 && <Empty title={t("home.nothing")} hint={t("home.nothingHint")} />}
    </Page>
  );
}

function JobCard({ job }: { job: Job }) {
  const t = useT("menu");
  return (
    <Link
      to={job.to}
      search={job.search as never}
      className="group flex min-h-28 flex-col gap-2 rounded-lg border border-line bg-surface p-4 hover:border-accent"
    >
      <span className="flex items-center gap-2.5">
        <job.icon aria-hidden className="size-5 text-accent" />
        <span className="flex-1 text-base font-semibold">{t(`job.${job.key}`)}</span>
        <ArrowRight aria-hidden className="size-4 text-ink-3 group-hover:text-accent" />
      </span>
      <span className="flex flex-1 items-end justify-between gap-4">
        <span className="self-start text-ink-3">{t(`job.${job.key}.hint`)}</span>
        {job.useCount && <Count use={job.useCount} />}
      </span>
    </Link>
  );
}

function SmallJob({ job }: { job: Job }) {
  const t = useT("menu");
  return (
    <Link
      to={job.to}
      search={job.search as never}
      className="flex min-h-10 items-center gap-2.5 rounded-md px-2.5 hover:bg-hover pointer-coarse:min-h-11"
    >
      <job.icon aria-hidden className="size-4 text-ink-3" />
      <span className="flex-1">{t(`job.${job.key}`)}</span>
      {job.useCount && <Count use={job.useCount} isSmall />}
    </Link>
  );
}

/** No data is a dash, never a zero. */
function Count({ use, isSmall }: { use: () => number | undefined; isSmall?: boolean }) {
  const count = use();
  return (
    <span className={isSmall ? "font-semibold" : "text-3xl leading-none font-semibold"}>
      {count === undefined ? "–" : formatNumber(count)}
    </span>
  );
}
