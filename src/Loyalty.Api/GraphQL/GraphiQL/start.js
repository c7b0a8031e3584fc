// Asks the host that served this page. The access token goes into the tab "Headers" and is not kept.
const query = `# Put a member's access token into the tab "Headers" below.
{
  me {
    person { name { display } }
    wallets { currency { code } balance available }
    entries(first: 10) { edges { node { kind points balanceAfter explanation { summary } } } }
  }
}
`;
const fetcher = GraphiQL.createFetcher({ url: new URL('graphql', document.baseURI).pathname });
ReactDOM.createRoot(document.getElementById('graphiql')).render(
  React.createElement(GraphiQL, {
    fetcher,
    defaultQuery: query,
    defaultHeaders: JSON.stringify({ Authorization: 'Bearer ' }, null, 2),
    defaultEditorToolsVisibility: 'headers',
    shouldPersistHeaders: false,
  })
);
