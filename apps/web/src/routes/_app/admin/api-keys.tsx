import { createFileRoute } from "@tanstack/react-router";
import { ApiKeysPage } from "~/features/auth/pages/api-keys-page.tsx";
import { requires } from "~/lib/guard.ts";
import { textSearch } from "~/lib/search.ts";

export const Route = createFileRoute("/_app/admin/api-keys")({
  validateSearch: textSearch("q", "state"),
  beforeLoad: requires("system:key_manage"),
  component: ApiKeysPage,
  staticData: { texts: ["api-keys"] },
});
