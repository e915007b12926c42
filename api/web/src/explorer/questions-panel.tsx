import { type GraphiQLPlugin, PlayIcon, pick, useGraphiQL, useGraphiQLActions } from "@graphiql/react";
import { useId, useState } from "react";

import { asWritten, byArea, matching, operationName, type Question } from "./questions";

/** The side panel that lists the prepared questions. The one in the open tab, if any, shows its help. */
export function questionsPlugin(questions: readonly Question[]): GraphiQLPlugin {
  return {
    title: "Prepared questions",
    icon: QuestionsIcon,
    content: () => <QuestionsPanel questions={questions} />,
  };
}

function QuestionsPanel({ questions }: { questions: readonly Question[] }) {
  const [typed, setTyped] = useState("");
  const editors = useGraphiQL(pick("queryEditor", "variableEditor", "operationName", "isFetching"));
  const { addTab, run, setOperationName } = useGraphiQLActions();
  const searchId = useId();

  const open = (question: Question) => {
    // The new tab empties the editors; only then are they filled. Setting the tab's values leaves them empty.
    addTab();
    const { query, variables } = asWritten(question);
    editors.queryEditor?.setValue(query);
    editors.variableEditor?.setValue(variables);
    // The store learns the name a moment after the text; a quick Run would send the last tab's.
    setOperationName(operationName(question));
  };

  const inTab = (question: Question) => operationName(question) === editors.operationName;
  const found = matching(questions, typed);
  return (
    <section className="questions" aria-label="Prepared questions">
      <h2>Prepared questions</h2>
      <div className="questions-search">
        <label htmlFor={searchId}>Search the questions</label>
        <input
          id={searchId}
          type="search"
          autoComplete="off"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <p role="status">{counted(found.length, questions.length)}</p>
      </div>
      {[...byArea(found)].map(([area, inArea]) => (
        <section key={area} aria-label={area}>
          <h3>{area}</h3>
          <ul>
            {inArea.map((question) => (
              <li key={question.name} className={inTab(question) ? "question chosen" : "question"}>
                <button
                  type="button"
                  className="question-open"
                  aria-current={inTab(question)}
                  disabled={!editors.queryEditor}
                  onClick={() => open(question)}
                >
                  <span className="question-title">{question.title}</span>
                  <span className="question-text">{question.question}</span>
                </button>
                {inTab(question) && (
                  <div className="question-more">
                    {question.help && <p>{question.help}</p>}
                    <div className="question-actions">
                      <button type="button" className="question-run" disabled={editors.isFetching} onClick={() => void run()}>
                        <PlayIcon aria-hidden="true" /> Run
                      </button>
                      <a href={`?question=${encodeURIComponent(question.name)}`}>Link to this question</a>
                    </div>
                  </div>
                )}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </section>
  );
}

function counted(found: number, all: number): string {
  if (found === all) return `${all} ${all === 1 ? "question" : "questions"}. Choose one to open it in a new tab.`;
  if (found === 0) return "No question has these words.";
  return `${found} of ${all} questions`;
}

function QuestionsIcon() {
  return (
    <svg viewBox="0 0 20 20" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
      <path d="M3 3.5h14v10H9.5L6 17v-3.5H3z" strokeLinejoin="round" />
      <path d="M8 6.9a2 2 0 1 1 2.8 1.8c-.5.2-.8.5-.8 1" strokeLinecap="round" />
      <circle cx="10" cy="11.6" r=".6" fill="currentColor" stroke="none" />
    </svg>
  );
}
