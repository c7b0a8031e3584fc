// The member of the benchmark, the same as in HomeScreenData.cs, and the resolvers that both servers here share.
import { readFileSync } from 'node:fs';
import { GraphQLScalarType } from 'graphql';

const here = (name) => readFileSync(new URL(name, import.meta.url), 'utf8');
const member = JSON.parse(readFileSync(process.env.HOME_SCREEN_DATA, 'utf8'));
const scalar = (name) => new GraphQLScalarType({ name, serialize: (value) => value });

export const typeDefs = here('./home-screen.schema.graphql');

export const scalars = { Long: scalar('Long'), Date: scalar('Date'), DateTime: scalar('DateTime') };

export const resolvers = {
  Query: { me: () => member },
  Wallet: {
    entries: (wallet, { first }) => {
      const nodes = wallet.entries.slice(0, first);
      return {
        nodes,
        pageInfo: { hasNextPage: wallet.entries.length > first, endCursor: nodes.at(-1)?.cursor ?? null },
      };
    },
  },
};
