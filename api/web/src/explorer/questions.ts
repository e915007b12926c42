/** One prepared question, as `/explore/questions.json` gives it. */
export interface Question {
  name: string;
  title: string;
  question: string;
  help: string;
  area: string;
  query: string;
  variables: Record<string, unknown>;
}

/**
 * The prepared questions, in the order they are to be shown: areas together, the opening question first.
 *
 * @throws Error when the registry does not answer or answers with something else.
 */
export async function fetchQuestions(url: string): Promise<Question[]> {
  const response = await fetch(url, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(`The prepared questions could not be read (HTTP ${response.status}).`);
  return (await response.json()) as Question[];
}

/** What stands in the two editors of a tab. */
export interface Written {
  query: string;
  variables: string;
}

/** A question as it is put into a tab: in plain English as a comment, then the query; and its variables, if any. */
export function asWritten(question: Question): Written {
  return {
    query: `# ${question.question}\n${question.query.trim()}\n`,
    variables: Object.keys(question.variables).length === 0 ? "" : JSON.stringify(question.variables, null, 2),
  };
}

/** The name of the question's one operation. The catalogue holds that there is one and that no two share it. */
export function operationName(question: Question): string {
  return /^\s*query\s+(\w+)/m.exec(question.query)?.[1] ?? question.name;
}

/** The questions whose words contain every word typed, in any order and any case. */
export function matching(questions: readonly Question[], typed: string): Question[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return questions.filter((question) => {
    const text = [question.title, question.question, question.help, question.area].join(" ").toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** The questions under their areas, both in the order they came. */
export function byArea(questions: readonly Question[]): Map<string, Question[]> {
  const areas = new Map<string, Question[]>();
  for (const question of questions) {
    const area = areas.get(question.area);
    if (area) area.push(question);
    else areas.set(question.area, [question]);
  }
  return areas;
}
