/**
 * Node's HTTP without what nobody here needs of it. `import … from 'node:http'` reads each thing that the module exports, among them a
 * browser's WebSocket, which is made when it is first read and loads Node's whole undici: 45 ms of the processor at each start, and up to
 * 14 MiB.
 */
export const http = process.getBuiltinModule('node:http');
export const https = process.getBuiltinModule('node:https');
