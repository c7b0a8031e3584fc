// The home screen by graphql-yoga, in as many processes as there are cores.   node yoga.mjs PORT
import cluster from 'node:cluster';
import { createServer } from 'node:http';
import { availableParallelism } from 'node:os';

if (cluster.isPrimary) {
  let listening = 0;
  cluster.on('listening', () => ++listening === availableParallelism() && console.log('ready'));
  for (let i = 0; i < availableParallelism(); i++) cluster.fork();
} else {
  const [{ createSchema, createYoga }, { typeDefs, resolvers, scalars }] = await Promise.all([
    import('graphql-yoga'), import('./home-screen.mjs'),
  ]);
  const yoga = createYoga({ schema: createSchema({ typeDefs, resolvers: { ...resolvers, ...scalars } }), logging: false });
  createServer(yoga).listen(Number(process.argv[2]), '127.0.0.1');
}
