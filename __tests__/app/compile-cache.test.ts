import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '../support/project';

const compileCache = JSON.stringify(join(projectRoot, 'lib', 'src', 'app', 'compile-cache'));

/** What Node is asked to keep, in a process of its own: Node 20 can't, and a test has its own modules. */
function asked(env: NodeJS.ProcessEnv, enable = '(...args) => void asked.push(args)'): unknown {
  const script = [
    'const asked = [];',
    `require('node:module').enableCompileCache = ${enable};`,
    `require(${compileCache}).enableCompileCache();`,
    'console.log(JSON.stringify(asked));',
  ].join('\n');
  const text = execFileSync(process.execPath, ['-e', script], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, ...env },
  });
  return JSON.parse(text) as unknown;
}

describe('what Node compiles is kept', () => {
  test('in the cache of the user', () => {
    expect(asked({ XDG_CACHE_HOME: '/caches', HOME: '/home/me' })).toEqual([['/caches/cdktf-proxmox-talos/compiled']]);
  });

  test('below the home directory of one who has no other', () => {
    const [[directory]] = asked({ HOME: '/home/me', XDG_CACHE_HOME: '' }) as [[string]];
    expect(directory).toMatch(/^\/home\/me\/(?:\.cache|Library\/Caches)\/cdktf-proxmox-talos\/compiled$/);
  });

  test('where somebody has told Node to', () => {
    expect(asked({ NODE_COMPILE_CACHE: '/elsewhere', HOME: '/home/me' })).toEqual([]);
  });

  test('nowhere by a Node that can not', () => {
    expect(asked({ HOME: '/home/me' }, 'undefined')).toEqual([]);
  });
});
