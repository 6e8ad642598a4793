import { RouterProvider } from "@tanstack/react-router";
import { createRoot } from "react-dom/client";
import { NoAccess } from "~/lib/guard.ts";
import { startI18n } from "~/lib/i18n.ts";
import { router, warmUp } from "~/router.tsx";
import "~/theme/index.css";

const started = startI18n();
warmUp();
await started;
createRoot(document.getElementById("root")!, {
  // A page of somebody else is an answer with a card of its own, not a fault for the console.
  onCaughtError: (error) => {
    if (!(error instanceof NoAccess)) reportError(error);
  },
}).render(<RouterProvider router={router} />);
