import { createFileRoute } from "@tanstack/react-router";
import { FormPage } from "~/features/form/pages/form-page.tsx";
import { requires } from "~/lib/guard.ts";
import { textSearch } from "~/lib/search.ts";

export const Route = createFileRoute("/_app/forms/$code")({
  validateSearch: textSearch("tab", "revision"),
  beforeLoad: requires("form:config"),
  component: FormPage,
  staticData: { texts: ["form", "words"] },
});
