import { createFileRoute } from "@tanstack/react-router";
import { SignInPage } from "~/features/auth/pages/sign-in-page.tsx";
import { textSearch } from "~/lib/search.ts";

export const Route = createFileRoute("/sign-in")({
  validateSearch: textSearch("from"),
  component: SignInPage,
  staticData: { texts: ["auth"] },
});
