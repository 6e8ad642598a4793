import { RouterProvider } from "@tanstack/react-router";
import { createRoot } from "react-dom/client";
import { startI18n } from "~/lib/i18n.ts";
import { router } from "~/router.tsx";
import "~/theme/index.css";

await startI18n();
createRoot(document.getElementById("root")!).render(<RouterProvider router={router} />);
