import { useRouter } from "@tanstack/react-router";
import { ArrowLeft } from "lucide-react";
import { useT } from "~/lib/i18n.ts";
import { Button } from "~/ui/button.tsx";

/** To the screen whose help this is. */
export function WayBack({ from }: { from: string | undefined }) {
  const t = useT("help");
  const router = useRouter();
  // Only a place in this app: never an address somebody else put into the link.
  if (!from?.startsWith("/") || from.startsWith("//") || from.includes("\\")) return null;
  return (
    <Button icon={ArrowLeft} onClick={() => router.history.push(from)}>
      {t("back")}
    </Button>
  );
}
