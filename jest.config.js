/** Native ES modules: run with NODE_OPTIONS=--experimental-vm-modules (the npm scripts do). */
const shared = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2024',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: true },
        },
        module: { type: 'es6' },
      },
    ],
  },
  transformIgnorePatterns: ['/node_modules/'],
};

/** Makes what every test of the whole starts from, and searches what it leaves behind. */
const withHarness = {
  // What needs PostgreSQL and Redis is named so, and run where they are.
  testPathIgnorePatterns: process.env.TEST_REDIS_URL ? [] : ['\\.services\\.spec\\.ts$'],
  globalSetup: '<rootDir>/test/harness/global-setup.mjs',
  globalTeardown: '<rootDir>/test/harness/global-teardown.mjs',
};

export default {
  testTimeout: 60_000,
  projects: [
    { ...shared, displayName: 'unit', testMatch: ['<rootDir>/src/**/*.spec.ts'] },
    {
      ...shared,
      displayName: 'system',
      testMatch: ['<rootDir>/test/*.spec.ts'],
      ...withHarness,
    },
    {
      ...shared,
      displayName: 'endurance',
      testMatch: ['<rootDir>/test/endurance/*.spec.ts'],
      ...withHarness,
    },
    {
      ...shared,
      displayName: 'conformance',
      testMatch: ['<rootDir>/test/conformance/**/*.spec.ts'],
      ...withHarness,
    },
    {
      ...shared,
      displayName: 'live',
      testMatch: ['<rootDir>/test/live-systems/*.spec.ts'],
      ...withHarness,
    },
    {
      ...shared,
      displayName: 'disturbance',
      testMatch: ['<rootDir>/test/disturbance/*.spec.ts'],
      ...withHarness,
      globalTeardown: '<rootDir>/test/disturbance/teardown.mjs',
    },
  ],
};
