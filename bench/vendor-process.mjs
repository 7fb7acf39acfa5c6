import { startInnovatricsSandbox } from '../dist/sandbox/innovatrics/index.js';

const { url, account } = await startInnovatricsSandbox({});
console.log(JSON.stringify({ url, account }));
