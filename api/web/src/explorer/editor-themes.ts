/**
 * Names of the editor themes this module defines. They differ from GraphiQL's own in their colours only, each of which
 * has a contrast of at least 4.5:1 on its background (WCAG 2.2, 1.4.3).
 */
export const EDITOR_THEMES = { light: "registry-light", dark: "registry-dark" } as const;

const LIGHT = {
  accent: "#0b5c8a",
  accentBackground: "#0b5c8a1a",
  panel: "#ffffff",
  number: "075e46",
  text: "8f2d0c",
  key: "0b4a78",
  keyword: "6b2a86",
  argument: "4a47a3",
  comment: "52606d",
  lineNumber: "#52606d",
  brackets: ["#0b4a78", "#6b2a86", "#7a3e00"],
};
const DARK = {
  accent: "#7cc4ee",
  accentBackground: "#7cc4ee26",
  panel: "#1b2733",
  number: "8fe0bd",
  text: "f2b38e",
  key: "9ad0f5",
  keyword: "d9b3f0",
  argument: "b9b6ff",
  comment: "9fb0c0",
  lineNumber: "#9fb0c0",
  brackets: ["#f0d58a", "#d9b3f0", "#9ad0f5"],
};

/** Loads the editor and gives it the themes. Must have finished before the explorer is drawn. */
export async function defineEditorThemes(): Promise<void> {
  const monaco = await import("monaco-graphql/esm/monaco-editor.js");
  for (const [name, base, colours] of [
    [EDITOR_THEMES.light, "vs", LIGHT],
    [EDITOR_THEMES.dark, "vs-dark", DARK],
  ] as const) {
    monaco.editor.defineTheme(name, {
      base,
      inherit: true,
      rules: [
        { token: "comment", foreground: colours.comment },
        { token: "comment.gql", foreground: colours.comment },
        { token: "keyword", foreground: colours.keyword },
        { token: "keyword.gql", foreground: colours.keyword },
        { token: "keyword.json", foreground: colours.keyword },
        { token: "argument.identifier.gql", foreground: colours.argument },
        { token: "type.identifier.gql", foreground: colours.number },
        { token: "number", foreground: colours.number },
        { token: "number.json", foreground: colours.number },
        { token: "string", foreground: colours.text },
        { token: "string.value.json", foreground: colours.text },
        { token: "string.key.json", foreground: colours.key },
      ],
      colors: {
        "editor.background": "#ffffff00",
        "editorLineNumber.foreground": colours.lineNumber,
        "editorLineNumber.dimmedForeground": colours.lineNumber,
        "editorLineNumber.activeForeground": colours.accent,
        ...Object.fromEntries(
          colours.brackets.map((colour, level) => [`editorBracketHighlight.foreground${level + 1}`, colour]),
        ),
        "scrollbar.shadow": "#ffffff00",
        "textLink.foreground": colours.accent,
        "textLink.activeForeground": colours.accent,
        "editorLink.activeForeground": colours.accent,
        "editorHoverWidget.background": colours.panel,
        "editorWidget.background": colours.panel,
        "editorSuggestWidget.background": colours.panel,
        "editorSuggestWidget.selectedBackground": colours.accentBackground,
        "editorSuggestWidget.selectedForeground": colours.accent,
        "editorSuggestWidget.highlightForeground": colours.accent,
        "list.hoverBackground": colours.accentBackground,
        "list.highlightForeground": colours.accent,
        "list.focusHighlightForeground": colours.accent,
        "menu.background": colours.panel,
        "menu.selectionBackground": colours.accentBackground,
        "menu.selectionForeground": colours.accent,
        "quickInput.background": colours.panel,
        focusBorder: colours.accent,
      },
    });
  }
}
