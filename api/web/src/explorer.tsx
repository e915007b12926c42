import "./explorer/monaco-workers";
import "@graphiql/react/style.css";
import "@graphiql/plugin-doc-explorer/style.css";
import "@graphiql/plugin-history/style.css";
import "graphiql/graphiql.css";
import "./styles/explorer.css";

import { HISTORY_PLUGIN } from "@graphiql/plugin-history";
import { GraphiQL } from "graphiql";
import { createRoot } from "react-dom/client";

import { AnswerHint } from "./explorer/answer-hint";
import { Brand } from "./explorer/brand";
import { defineEditorThemes, EDITOR_THEMES } from "./explorer/editor-themes";
import { registryFetcher } from "./explorer/fetcher";
import { lastVisit } from "./explorer/last-visit";
import { asWritten, fetchQuestions } from "./explorer/questions";
import { questionsPlugin } from "./explorer/questions-panel";

async function start(mount: HTMLElement): Promise<void> {
  const { graphqlUrl, questionsUrl } = mount.dataset;
  if (!graphqlUrl || !questionsUrl) throw new Error("The page does not say where the registry is.");
  // Without its questions the explorer is still an explorer.
  const offered = fetchQuestions(questionsUrl).catch((fault: unknown) => {
    announce(told(fault));
    return [];
  });
  const [questions] = await Promise.all([offered, defineEditorThemes()]);

  const asked = new URLSearchParams(window.location.search).get("question");
  const linked = questions.find((question) => question.name === asked);
  if (asked !== null && !linked && questions.length > 0) announce(`There is no prepared question called "${asked}".`);

  // A link wins over what the last visit left; the first question opens where that left nothing.
  const opening = linked ?? questions[0];
  const first = (!linked && lastVisit()) || (opening && asWritten(opening));

  const panel = questionsPlugin(questions);
  const panelFits = window.matchMedia("(min-width: 50rem)").matches;
  createRoot(mount).render(
    <GraphiQL
      {...(first ? { initialQuery: first.query, initialVariables: first.variables } : {})}
      {...(panelFits ? { visiblePlugin: panel } : {})}
      fetcher={registryFetcher(graphqlUrl)}
      plugins={[panel, HISTORY_PLUGIN]}
      editorTheme={EDITOR_THEMES}
      defaultEditorToolsVisibility="variables"
      isHeadersEditorEnabled={false}
      shouldPersistHeaders={false}
      showPersistHeadersSettings={false}
      schemaDescription
    >
      <GraphiQL.Logo>
        <Brand />
      </GraphiQL.Logo>
      <GraphiQL.Footer>
        <AnswerHint />
      </GraphiQL.Footer>
    </GraphiQL>,
  );
}

/** Says something above the explorer, to the eye and to a screen reader. */
function announce(message: string): void {
  const notice = document.getElementById("explorer-notice");
  if (!notice) return;
  notice.textContent = message;
  notice.hidden = false;
}

function told(fault: unknown): string {
  return fault instanceof Error ? fault.message : String(fault);
}

const mount = document.getElementById("explorer");
if (mount) {
  start(mount).catch((fault: unknown) => {
    mount.textContent = "";
    announce(told(fault));
  });
}
