import { createFileRoute } from "@tanstack/react-router";
import { HomePage } from "~/shell/home.tsx";

export const Route = createFileRoute("/_app/")({ component: HomePage });
