import type { BoardAnswer } from "@lineside/domain/readiness";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { ArrowLeft, Printer } from "lucide-react";
import type { ReactNode } from "react";
import { useT } from "~/lib/i18n.ts";
import { useLive } from "~/lib/live.ts";
import { addressOf } from "~/shell/feature.ts";
import { Button } from "~/ui/button.tsx";
import { TextLink } from "~/ui/link.tsx";
import { Page, Section, Split } from "~/ui/page.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { Loading } from "~/ui/skeleton.tsx";
import { StatusPill } from "~/ui/status-pill.tsx";
import { boardQuery, boardTopics } from "../api/readiness.ts";
import { BoardItems } from "../components/board-items.tsx";
import { BoardVerdict } from "../components/board-verdict.tsx";
import { ChangeoverCard } from "../components/changeover-card.tsx";
import { ChangeoverSheet } from "../components/changeover-sheet.tsx";
import { Evaluations } from "../components/evaluations.tsx";
import { WaiverList } from "../components/waiver-list.tsx";

export interface FormToFill {
  formCode: string;
  about: { runNo: string; lineCode: string };
  onClose: () => void;
}

interface PreparePageProps {
  /** The sheet of a form; another room's, placed by the route. */
  renderForm: (form: FormToFill) => ReactNode;
}

/** The preparation board: everything that must be true before a run may be authorised, and the way there. */
export function PreparePage({ renderForm }: PreparePageProps) {
  const { runNo } = useParams({ from: "/_app/runs/$runNo/prepare" });
  const t = useT("readiness");
  const { data, error, refetch } = useQuery({ ...boardQuery(runNo), refetchInterval: 60_000 });
  useLive(boardTopics, [["readiness", "run", runNo]]);
  const run = addressOf("RUN", runNo);
  return (
    <Page
      title={t("prepare", { runNo })}
      beside={data && <StatusPill kind="run" state={data.runState} />}
      lead={data && `${data.productCode} · ${data.productName} · ${data.lineCode} · ${data.woNo}`}
      back={
        run && (
          <TextLink to={run as "/"} className="inline-flex items-center gap-1">
            <ArrowLeft aria-hidden className="size-4" />
            {runNo}
          </TextLink>
        )
      }
      actions={
        data && (
          <Button icon={Printer} onClick={() => window.print()}>
            {t("printSheet")}
          </Button>
        )
      }
    >
      {error && <Refusal error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading lines={10} />}
      {data && <Board board={data} renderForm={renderForm} />}
    </Page>
  );
}

function Board({ board, renderForm }: { board: BoardAnswer } & PreparePageProps) {
  const t = useT("readiness");
  const { fill } = useSearch({ from: "/_app/runs/$runNo/prepare" });
  const navigate = useNavigate({ from: "/runs/$runNo/prepare" });
  const setFill = (formCode: string | undefined) =>
    void navigate({ search: { fill: formCode }, replace: true, resetScroll: false });
  const { runNo, lineCode } = board;
  return (
    <>
      <ChangeoverSheet board={board} />
      <div className="flex flex-col gap-5 print:hidden">
        <BoardVerdict board={board} />
        <Split
          side={
            <div className="flex flex-col gap-5">
              <ChangeoverCard board={board} />
              <WaiverList board={board} />
              <Evaluations runNo={runNo} />
            </div>
          }
        >
          <Section title={t("items")}>
            <BoardItems board={board} onFill={setFill} />
          </Section>
        </Split>
      </div>
      {fill &&
        renderForm({
          formCode: fill,
          about: { runNo, lineCode },
          onClose: () => setFill(undefined),
        })}
    </>
  );
}
