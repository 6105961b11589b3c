// @ts-check
'use strict';

// In place of the simulator, for tests of what starts and ends it. Its configuration says how it misbehaves:
//   node fake-simulator.js <config.json>

const { spawn } = require('node:child_process');
const { readFileSync } = require('node:fs');
const { createServer } = require('node:http');

const { misbehaves = '', control = '127.27.252.9:9100' } = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'));

if (misbehaves === 'refuses') {
  process.stderr.write(`simulator: ${control} is in use by another program\n`);
  process.exit(1);
}
if (misbehaves === 'stubborn') process.on('SIGTERM', () => undefined);
else process.stdin.on('end', () => process.exit(0));
process.stdin.resume();

/** @type {unknown[]} */
let faults = [];
const child = misbehaves === 'dies' ? spawn('sleep', ['600'], { stdio: 'inherit' }) : undefined;

const server = createServer((request, answer) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://homelab');
  let body = '';
  request.on('data', (part) => (body += part));
  request.on('end', () => {
    const say = (/** @type {unknown} */ content) => answer.end(JSON.stringify(content));
    switch (`${request.method} ${pathname}`) {
      case 'GET /journal':
        return say([{ number: Number(searchParams.get('after')) + 1, service: 'proxmox', path: '/', status: '200' }]);
      case 'GET /inventory':
        return say({ faults, child: child?.pid });
      case 'POST /faults':
        faults = [...faults, ...JSON.parse(body)];
        answer.statusCode = 204;
        return answer.end();
      case 'DELETE /faults':
        faults = [];
        answer.statusCode = 204;
        return answer.end();
      case 'GET /held':
        if (searchParams.get('waitSeconds') === '0') answer.statusCode = 204;
        return answer.statusCode === 204 ? answer.end() : say({ number: 7 });
      case 'GET /state':
        return answer.end(`bytes of ${searchParams.get('path')}`);
      case 'POST /machines/die/power-on':
        process.stderr.write(`all is well\npanic: out of order\n${'  at work\n'.repeat(100)}`);
        return process.exit(2);
      default:
        answer.statusCode = 404;
        return answer.end('no physical machine is called "x"\n');
    }
  });
});

const [host, port] = control.split(':');
server.listen({ host, port: Number(port) }, () => {
  if (misbehaves === 'silent') return;
  const ready = misbehaves === 'nonsense' ? 'hello' : JSON.stringify({ ready: true, control: `http://${control}` });
  process.stdout.write(`${ready}\n`);
});
