// The home screen by mercurius with its JIT, in as many processes as there are cores.   node mercurius.mjs PORT
import cluster from 'node:cluster';
import { availableParallelism } from 'node:os';

if (cluster.isPrimary) {
  let listening = 0;
  cluster.on('listening', () => ++listening === availableParallelism() && console.log('ready'));
  for (let i = 0; i < availableParallelism(); i++) cluster.fork();
} else {
  const [{ default: fastify }, { default: mercurius }, { typeDefs, resolvers, scalars }] = await Promise.all([
    import('fastify'), import('mercurius'), import('./home-screen.mjs'),
  ]);
  const app = fastify();
  app.register(mercurius, { schema: typeDefs, resolvers: { ...resolvers, ...scalars }, jit: 1 });
  await app.listen({ port: Number(process.argv[2]), host: '127.0.0.1' });
}
