import { formatShortcutForOS, pick, useGraphiQL } from "@graphiql/react";

/** Stands in the empty answer pane and says how to get an answer. */
export function AnswerHint() {
  const { tabs, activeTabIndex, isFetching } = useGraphiQL(pick("tabs", "activeTabIndex", "isFetching"));
  if (isFetching || tabs[activeTabIndex]?.response) return null;
  return (
    <p className="answer-hint">
      The answer appears here. Press Run, or {formatShortcutForOS("Ctrl-Enter", "Cmd")} in the query.
    </p>
  );
}
