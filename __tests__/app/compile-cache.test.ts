import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '../support/project';

const compileCache = JSON.stringify(join(projectRoot, 'lib', 'src', 'app', 'compile-cache'));

/** Arguments of the compile cache, asked in a process of its own: Node 20 has none, and a test has its own modules. */
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
    const kept = [['/home/me/.cache/cdktf-proxmox-talos/compiled']];
    expect(asked({ HOME: '/home/me', XDG_CACHE_HOME: '' })).toEqual(kept);
  });

  test('where everything else is kept', () => {
    expect(asked({ CDKTF_PROXMOX_TALOS_CACHE: '/kept', HOME: '/home/me' })).toEqual([['/kept/compiled']]);
  });

  test('or not, and the program goes on', () => {
    expect(asked({ HOME: '/home/me' }, "() => { throw new Error('no'); }")).toEqual([]);
  });

  test('where somebody has told Node to', () => {
    expect(asked({ NODE_COMPILE_CACHE: '/elsewhere', HOME: '/home/me' })).toEqual([]);
  });

  test('nowhere by a Node that can not', () => {
    expect(asked({ HOME: '/home/me' }, 'undefined')).toEqual([]);
  });
});
