import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import type { Plugin } from "vite";

interface Locked {
  version: string;
  license?: string;
  dev?: boolean;
  devOptional?: boolean;
}

/**
 * Writes THIRD-PARTY.txt beside the bundle: the licence of every package the bundle may carry, and the notices of the
 * code that Monaco carries inside itself.
 *
 * All production packages of the lock file are named, not only those the bundler saw: what the web workers are built
 * from is bundled apart and would be missed.
 */
export function thirdPartyNotices(folder: string): Plugin {
  return {
    name: "third-party-notices",
    // The workers are built with their own plugins, so this runs once.
    async generateBundle() {
      const lock = JSON.parse(await readFile(join(folder, "package-lock.json"), "utf8")) as {
        packages: Record<string, Locked>;
      };
      const notices = new Map<string, string>();
      for (const [path, locked] of Object.entries(lock.packages)) {
        const name = path.split("node_modules/").at(-1) ?? "";
        if (path === "" || locked.dev || locked.devOptional || name.startsWith("@types/")) continue;
        const heading = `${name} ${locked.version} (${locked.license ?? "licence not stated"})`;
        notices.set(heading, await licenceText(join(folder, path)));
      }
      const parts = [...notices].sort(([a], [b]) => (a < b ? -1 : 1)).map(([heading, text]) => section(heading, text));
      const monaco = await readFile(join(folder, "node_modules/monaco-editor/ThirdPartyNotices.txt"), "utf8");
      parts.push(section("Notices of code inside monaco-editor", monaco));
      this.emitFile({ type: "asset", fileName: "THIRD-PARTY.txt", source: parts.join("\n") });
    },
  };
}

async function licenceText(folder: string): Promise<string> {
  const names = (await readdir(folder)).filter((name) => /^(licen[cs]e|copying|notice)/i.test(name)).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), "utf8")));
  return texts.length > 0 ? texts.join("\n") : "The package holds no licence text of its own.";
}

function section(heading: string, text: string): string {
  return `${"=".repeat(80)}\n${heading}\n${"=".repeat(80)}\n\n${text.replace(/\r\n?/g, "\n").trim()}\n`;
}
