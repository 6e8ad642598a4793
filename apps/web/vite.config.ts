import tailwindcss from "@tailwindcss/vite";
import { tanstackRouter } from "@tanstack/router-plugin/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { chunkGroups } from "./scripts/chunks.ts";
import { manuals } from "./scripts/manuals-plugin.ts";
import { routeOptions } from "./scripts/route-options.ts";

const serverPort = process.env.PORT ?? "3000";

export default defineConfig({
  plugins: [tanstackRouter(routeOptions), react(), tailwindcss(), manuals()],
  resolve: { tsconfigPaths: true },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    // Every asset is a hashed file: the server's policy allows no data: scripts and caches for a year.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 600,
    // Says what each page loads; the test of the web budgets adds it up.
    manifest: true,
    rolldownOptions: { output: { codeSplitting: { groups: chunkGroups } } },
  },
  server: {
    proxy: Object.fromEntries(
      ["/api", "/healthz", "/openapi.json", "/docs"].map((prefix) => [
        prefix,
        { target: `http://127.0.0.1:${serverPort}` },
      ]),
    ),
  },
});
