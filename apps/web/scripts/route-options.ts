import type { Config } from "@tanstack/router-plugin";

/** One set of options for the Vite plugin and for `generate-routes.ts`, so both write the same tree. */
export const routeOptions = {
  target: "react",
  autoCodeSplitting: true,
  routesDirectory: "src/routes",
  generatedRouteTree: "src/route-tree.gen.ts",
  quoteStyle: "double",
  semicolons: true,
  disableLogging: true,
} satisfies Partial<Config>;
