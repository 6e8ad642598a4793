import type { Feature } from "~/shell/feature.ts";
import { HelpButton } from "./components/help-button.tsx";

export const feature: Feature = { corner: HelpButton };
