// HTTP as Node has it, and nothing else: each request is answered once its body is there. It says its port as a worker does.
const { createServer } = require('node:http');

const server = createServer((request, response) => {
  request.resume().once('end', () => response.end('{"sold":1}'));
});
server.listen(Number(process.env.PORT), '127.0.0.1', () => process.stdout.write(`{"port":${server.address().port}}\n`));
