import type { GraphiQLProps } from "graphiql";

type Fetcher = GraphiQLProps["fetcher"];

/**
 * Sends one operation to the registry's GraphQL endpoint.
 *
 * An answer that is not GraphQL (a proxy's page, a dead server) becomes an error that says so.
 */
export function registryFetcher(url: string): Fetcher {
  return async (parameters) => {
    let response: Response;
    try {
      response = await fetch(url, {
        method: "POST",
        headers: {
          "Content-Type": "application/json",
          Accept: "application/graphql-response+json, application/json",
        },
        body: JSON.stringify(parameters),
      });
    } catch {
      throw new Error("The registry did not answer. Check that it is running, then run the query again.");
    }
    if (!/\bjson\b/.test(response.headers.get("Content-Type") ?? "")) {
      throw new Error(`The registry answered HTTP ${response.status} with something that is not GraphQL.`);
    }
    return await response.json();
  };
}
