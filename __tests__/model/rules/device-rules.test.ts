import { type Changes, changedSpec, faultsOf } from '../../support/small-spec';
import { testFaults } from '../../support/rule-rows';

const MAPPINGS = 'proxmox.endpoints.main.pciMappings';
const device = (path: string, host = 'pve1') => ({ host, path, id: '10de:1f06' });
const mapping = (...paths: string[]) => ({ devices: paths.map((path) => device(path)) });
const gpu = [{ mapping: 'gpu' }];

/** Two machines and a third one on the first host. */
const together: Changes = {
  'nodes.work-00.host': 'pve1',
  'nodes.work-01': { machineType: 'worker', host: 'pve1', address: '10.0.0.22' },
};

const usedUp = (place: string, name: string, holders: string) =>
  `${place}: got "${name}"; what pciMappings lists for it on main/pve1 is taken by ${holders}, and a host hands a device to one machine only; list another device or choose another mapping`;

testFaults([
  {
    title: 'G-24 a mapping has a device on the host of the machine',
    both: { [`${MAPPINGS}.gpu`]: mapping('0000:01:00.0') },
    good: { 'nodes.ctrl-00.pciDevices': gpu },
    bad: { 'nodes.work-00.pciDevices': gpu },
    line: 'nodes.work-00.pciDevices[0].mapping: got "gpu"; pciMappings lists no device for it on main/pve2, add one or choose another mapping',
  },
  {
    title: 'b37 a mapping has as many devices as machines of the host take',
    both: { ...together, 'nodes.ctrl-00.pciDevices': gpu, 'nodes.work-00.pciDevices': gpu },
    good: { [`${MAPPINGS}.gpu`]: mapping('0000:01:00.0', '0000:02:00.0') },
    bad: { [`${MAPPINGS}.gpu`]: mapping('0000:01:00.0') },
    line: usedUp('nodes.work-00.pciDevices[0].mapping', 'gpu', 'ctrl-00'),
  },
  {
    title: 'a device that is listed twice is one',
    both: { ...together, 'nodes.ctrl-00.pciDevices': gpu, 'nodes.work-00.pciDevices': gpu },
    good: { [`${MAPPINGS}.gpu`]: mapping('0000:01:00.0', '0000:01:00.1') },
    bad: { [`${MAPPINGS}.gpu`]: mapping('0000:01:00.0', '0000:01:00.0') },
    line: usedUp('nodes.work-00.pciDevices[0].mapping', 'gpu', 'ctrl-00'),
  },
  {
    title: 'one machine takes no device twice',
    both: { [`${MAPPINGS}.gpu`]: mapping('0000:01:00.0') },
    good: { 'nodes.ctrl-00.pciDevices': gpu },
    bad: { 'nodes.ctrl-00.pciDevices': [...gpu, ...gpu] },
    line: usedUp('nodes.ctrl-00.pciDevices[1].mapping', 'gpu', 'ctrl-00'),
  },
  {
    title: 'b37 one device under two names is one device, a whole one and its first function too',
    both: {
      ...together,
      [`${MAPPINGS}.gpu`]: mapping('0000:01:00.0'),
      'nodes.ctrl-00.pciDevices': gpu,
      'nodes.work-00.pciDevices': [{ mapping: 'card' }],
    },
    good: { [`${MAPPINGS}.card`]: mapping('0000:02:00') },
    bad: { [`${MAPPINGS}.card`]: mapping('0000:01:00') },
    line: usedUp('nodes.work-00.pciDevices[0].mapping', 'card', 'ctrl-00'),
  },
  {
    title: 'b37 a device of all workers is taken by each',
    both: { ...together, 'nodeDefaults.worker.pciDevices': gpu },
    good: { [`${MAPPINGS}.gpu`]: mapping('0000:01:00.0', '0000:02:00.0') },
    bad: { [`${MAPPINGS}.gpu`]: mapping('0000:01:00.0') },
    line: usedUp('nodeDefaults.worker.pciDevices[0].mapping', 'gpu', 'work-00'),
  },
]);

test('machines of two hosts take the device of their own', () => {
  const devices = [device('0000:01:00.0'), device('0000:01:00.0', 'pve2')];
  const changes = { 'nodes.ctrl-00.pciDevices': gpu, 'nodes.work-00.pciDevices': gpu };
  expect(faultsOf(changedSpec({ ...changes, [`${MAPPINGS}.gpu`]: { devices } }))).toEqual([]);
});

test('a machine that finds another device leaves the one that a later machine needs', () => {
  const changes = {
    ...together,
    [`${MAPPINGS}.gpu`]: mapping('0000:01:00.0', '0000:02:00.0'),
    [`${MAPPINGS}.first`]: mapping('0000:01:00.0'),
    'nodes.ctrl-00.pciDevices': gpu,
    'nodes.work-00.pciDevices': [{ mapping: 'first' }],
  };
  expect(faultsOf(changedSpec(changes))).toEqual([]);
  expect(faultsOf(changedSpec({ ...changes, 'nodes.work-01.pciDevices': gpu }))).toEqual([
    usedUp('nodes.work-01.pciDevices[0].mapping', 'gpu', 'work-00, ctrl-00'),
  ]);
});

test('a mapping that is not made here is taken to be there, with devices for all', () => {
  const changes = { ...together, 'nodes.ctrl-00.pciDevices': gpu, 'nodes.work-00.pciDevices': gpu };
  expect(faultsOf(changedSpec(changes))).toEqual([]);
  const constructors = [{ mapping: 'constructor' }];
  expect(
    faultsOf(changedSpec({ [`${MAPPINGS}.gpu`]: mapping('0000:01:00.0'), 'nodes.ctrl-00.pciDevices': constructors })),
  ).toEqual([]);
});

test('nothing is said of a mapping with another fault', () => {
  const changes = { ...together, 'nodes.ctrl-00.pciDevices': gpu, 'nodes.work-00.pciDevices': gpu };
  expect(faultsOf(changedSpec({ ...changes, [`${MAPPINGS}.gpu`]: mapping('01:00.0') }))).toEqual([
    expect.stringContaining('devices[0].path'),
  ]);
});

const USB = 'proxmox.endpoints.main.usbMappings';
const stick = [{ mapping: 'stick' }];
const usb = (...paths: string[]) => ({ devices: paths.map((path) => ({ host: 'pve1', id: '1a86:55d4', path })) });

testFaults([
  {
    title: 'a USB mapping has a device on the host of the machine',
    both: { [`${USB}.stick`]: usb('1-4') },
    good: { 'nodes.ctrl-00.usbDevices': stick },
    bad: { 'nodes.work-00.usbDevices': stick },
    line: 'nodes.work-00.usbDevices[0].mapping: got "stick"; usbMappings lists no device for it on main/pve2, add one or choose another mapping',
  },
  {
    title: 'a USB mapping has as many devices as machines of the host take',
    both: { ...together, 'nodes.ctrl-00.usbDevices': stick, 'nodes.work-00.usbDevices': stick },
    good: { [`${USB}.stick`]: usb('1-4', '1-5') },
    bad: { [`${USB}.stick`]: usb('1-4') },
    line: 'nodes.work-00.usbDevices[0].mapping: got "stick"; what usbMappings lists for it on main/pve1 is taken by ctrl-00, and a host hands a device to one machine only; list another device or choose another mapping',
  },
  {
    title: 'devices of a USB mapping are on hosts of the endpoint',
    good: { [`${USB}.stick`]: usb('1-4') },
    bad: { [`${USB}.stick`]: { devices: [{ host: 'pve9', id: '1a86:55d4' }] } },
    line: 'proxmox.endpoints.main.usbMappings.stick.devices[0].host: got "pve9"; the endpoint main has no such host, write one of pve1, pve2',
  },
  {
    title: 'a machine has as many USB devices as Proxmox VE numbers',
    good: { 'nodes.ctrl-00.usbDevices': Array.from({ length: 14 }, () => ({ mapping: 'elsewhere' })) },
    bad: { 'nodes.ctrl-00.usbDevices': Array.from({ length: 15 }, () => ({ mapping: 'x' })) },
    line: 'nodes.ctrl-00.usbDevices: got [{"mapping":"x"},{"mapping":"x"},{"mapping":"x"},{"mappin…; write 14 at most, as Proxmox VE numbers them from 0 to 13',
  },
]);
