// Makes the database client from prisma/schema.prisma, without the network.
import { markClientCurrent } from './lib/generated-client.mjs';
import { projectEnv, run } from './lib/project.mjs';

run('prisma', ['generate', '--no-hints'], {
  ...projectEnv,
  // Prisma downloads this engine before any command, though `generate` never runs it. Any existing file will do.
  PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
  CHECKPOINT_DISABLE: '1',
  PRISMA_HIDE_UPDATE_MESSAGE: '1',
});
markClientCurrent();
