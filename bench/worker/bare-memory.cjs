// What a worker cannot be without, and nothing else: HTTP, TLS, SQLite, and compilers that have been at work, whose code is then resident.
require('node:https');
const { createServer } = require('node:http');
const { DatabaseSync } = require('node:sqlite');

new DatabaseSync(':memory:').exec('CREATE TABLE goods (good TEXT)');
const turns = ['wood', 7, { good: 'iron' }];
let length = 0;
for (let turn = 0; turn < 1_000_000; turn += 1) length += JSON.stringify(turns[turn % turns.length]).length;
const server = createServer((_, response) => response.end(String(length)));
server.listen(0, '127.0.0.1', () => process.stdout.write(`{"port":${server.address().port}}\n`));
