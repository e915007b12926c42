import { pick, useGraphiQL, useGraphiQLActions } from "@graphiql/react";
import { useEffect } from "react";

/** The name of the page, in the place of GraphiQL's own logo. Being inside GraphiQL, it also sets the editors up. */
export function Brand() {
  useReadableEditors();
  useThemeOfTheSystem();
  return <h1 className="explorer-title">Explorer</h1>;
}

/** Long lines wrap: beside the questions and the answer the query has little room. */
function useReadableEditors(): void {
  const { queryEditor, variableEditor, responseEditor } = useGraphiQL(
    pick("queryEditor", "variableEditor", "responseEditor"),
  );
  useEffect(() => {
    for (const editor of [queryEditor, variableEditor, responseEditor]) {
      editor?.updateOptions({ fontSize: 14, wordWrap: "on", wrappingIndent: "indent" });
    }
  }, [queryEditor, variableEditor, responseEditor]);
}

/** The page's colours follow the system by themselves; the editors have to be told. */
function useThemeOfTheSystem(): void {
  const { theme } = useGraphiQL(pick("theme"));
  const { setTheme } = useGraphiQLActions();
  useEffect(() => {
    const system = window.matchMedia("(prefers-color-scheme: dark)");
    const follow = () => {
      if (theme === null) setTheme(null);
    };
    system.addEventListener("change", follow);
    return () => system.removeEventListener("change", follow);
  }, [theme, setTheme]);
}
