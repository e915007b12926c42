import { fileURLToPath } from "node:url";

import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

import { thirdPartyNotices } from "./notices";

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

export default defineConfig({
  // Relative, so that the bundle does not care under which path it is served.
  base: "./",
  plugins: [react(), thirdPartyNotices(path("."))],
  publicDir: false,
  worker: { format: "es" },
  build: {
    outDir: path("../static/dist"),
    emptyOutDir: true,
    manifest: "manifest.json",
    // Nothing inlined as data:, so that the content security policy need not allow data: fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2022",
    // The editor is large by nature and is fetched once.
    chunkSizeWarningLimit: 4000,
    rollupOptions: {
      // "use no memo" speaks to a compiler that does not run here.
      onLog(level, log, handler) {
        if (log.code !== "MODULE_LEVEL_DIRECTIVE") handler(level, log);
      },
      input: { explorer: path("src/explorer.tsx"), site: path("src/styles/site.css") },
    },
  },
});
