import { createFileRoute } from "@tanstack/react-router";
import { FormsPage } from "~/features/form/pages/forms-page.tsx";
import { requires } from "~/lib/guard.ts";

export const Route = createFileRoute("/_app/forms/")({
  beforeLoad: requires("form:config"),
  component: FormsPage,
  staticData: { texts: ["form", "words"] },
});
