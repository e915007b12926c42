import type { Written } from "./questions";

/**
 * What the active tab of the last visit held, or nothing where that was empty or was not kept.
 *
 * GraphiQL keeps its tabs, and apart from them the last query and variables that were typed. Left to itself it takes the
 * latter and finds no tab for them where one of the two was never touched; so the tab is asked.
 */
export function lastVisit(): Written | undefined {
  try {
    const kept = JSON.parse(window.localStorage.getItem("graphiql:tabState") ?? "null") as {
      activeTabIndex: number;
      tabs: { query: string | null; variables: string | null }[];
    } | null;
    const tab = kept?.tabs[kept.activeTabIndex];
    return tab?.query?.trim() ? { query: tab.query, variables: tab.variables ?? "" } : undefined;
  } catch {
    // Storage is forbidden, or holds what another version wrote.
    return undefined;
  }
}
