declare module "monaco-graphql/esm/monaco-editor.js" {
  export * from "monaco-editor";
}
