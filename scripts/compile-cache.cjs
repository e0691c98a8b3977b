// `node --require ./scripts/compile-cache.cjs main.ts`: from the second time on neither main.ts nor what it imports, cdk8s among it, is
// stripped of its types or parsed. Were it main.ts that turned the cache on, it would have been stripped itself by then, and what strips
// is large.
require('node:module').enableCompileCache();
