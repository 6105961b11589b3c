import os from 'node:os';
import { userCache } from '../../src/app/user-cache';

const before = { ...process.env };

beforeEach(() => {
  for (const name of ['CDKTF_PROXMOX_TALOS_CACHE', 'XDG_CACHE_HOME']) process.env[name] = '';
});

afterEach(() => {
  process.env = { ...before };
  jest.restoreAllMocks();
});

test('the environment names it', () => {
  jest.spyOn(os, 'homedir').mockReturnValue('/home/me');
  expect(userCache()).toBe('/home/me/.cache/cdktf-proxmox-talos');
  process.env.XDG_CACHE_HOME = '/caches';
  expect(userCache()).toBe('/caches/cdktf-proxmox-talos');
  process.env.CDKTF_PROXMOX_TALOS_CACHE = '/own';
  expect(userCache()).toBe('/own');
});

test('an empty HOME is not the working directory', () => {
  jest.spyOn(os, 'homedir').mockReturnValue('');
  expect(userCache()).toBe(`${os.userInfo().homedir}/.cache/cdktf-proxmox-talos`);
});

test('a user that the system does not know keeps nothing', () => {
  jest.spyOn(os, 'homedir').mockImplementation(() => {
    throw new Error('ENOENT');
  });
  expect(userCache()).toBe('/var/empty/.cache/cdktf-proxmox-talos');
});
