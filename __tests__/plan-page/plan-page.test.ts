import { createHash } from 'node:crypto';
import { judgePlan } from '../../src/plan/judge-plan';
import { machineViews } from '../../src/plan/read/machine-views';
import { unescaped } from '../support/diagrams';
import { type Attributes, destroy, forget, home, keep, planJson, replacedBy, SECRET, update } from '../support/plan';
import { hostilePage, mixedPlan, pageOf, refusedPlan, smallPlan } from '../support/plan-pages';

/** Words of each picture, by its title. */
function pictures(html: string): Readonly<Record<string, string>> {
  const found = [...html.matchAll(/<title id="[^"]*">([^<]*)<\/title><desc[^>]*>([^<]*)<\/desc>/g)];
  return Object.fromEntries(found.map(([, title = '', words = '']) => [title, unescaped(words)]));
}

test('is the same every time, and says when it was planned and by what', () => {
  expect(pageOf(mixedPlan())).toBe(pageOf(mixedPlan()));
  const html = pageOf(smallPlan());
  expect(html).toContain('<time datetime="2026-05-01T10:00:00Z">');
  expect(html).toContain('Written by cdktf-proxmox-talos 1.2.3.');
});

test('forbids everything but its own style', () => {
  const html = pageOf(smallPlan());
  const [, style = ''] = /<style>(.*?)<\/style>/s.exec(html) ?? [];
  const hash = createHash('sha256').update(style).digest('base64');
  expect(html).toContain(
    `content="default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'"`,
  );
  expect(html).not.toMatch(/<script|<iframe|@import|url\(| style="| on\w+="/);
});

test('escapes every value', () => {
  expect(hostilePage()).not.toMatch(/<script|<img|onerror=alert\(1\)>(?!&)|\u202E/);
});

describe('the pictures', () => {
  test('show before and after of what changes, and once what stays', () => {
    const shown = pictures(pageOf(refusedPlan()));
    expect(Object.keys(shown)).toEqual(['pve1 before', 'pve1 after', 'pve2 before', 'pve2 after']);
    expect(shown['pve1 before']).toContain('work-00: worker, 10.0.0.21, VM 821');
    expect(shown['pve1 before']).toContain('scsi1 100 GiB · local-lvm (gone)');
    expect(shown['pve1 after']).toContain('ctrl-00: control plane, replaced, 10.0.0.11, VM 899 (changed)');
    expect(shown['pve1 after']).toContain('2 cores · 8 GiB (changed)');
    expect(shown['pve1 after']).toContain('work-00, no longer here: worker, destroyed.');
    expect(shown['pve1 after']).toContain('work-01, no longer here: worker, moved to pve2.');
    expect(shown['pve1 after']).toContain('work-02: worker, created, 10.0.0.23');
    expect(shown['pve2 before']).toBe('No machine of the cluster.');
    expect(shown['pve2 after']).toContain(
      'scsi0 40 GiB · local-lvm (changed), scsi1 200 GiB · local-lvm (new), vmbr1 · VLAN 20 (changed).',
    );
    expect(Object.keys(pictures(pageOf(mixedPlan())))).toContain('Physical machines');
  });

  test('say what the machines of a host have together, before and after', () => {
    const captions = (html: string) => [...html.matchAll(/<figcaption>([^<]*)<\/figcaption>/g)].map(([, text]) => text);
    expect(captions(pageOf(home({ 'work-00': { vm: destroy, config: destroy } })))).toEqual([
      'Before · 10 cores · 20 GiB together',
      'After · 8 cores · 16 GiB together',
    ]);
    const unknown = { vmIs: (vm: Attributes) => (vm.cpu = null) };
    expect(captions(pageOf(home({ 'work-00': { ...unknown, vm: destroy, config: destroy } })))[0]).toBe('Before');
    expect(captions(pageOf(home({})))).toEqual(['pve1 · Proxmox VE main · 10 cores · 20 GiB together']);
  });

  test('show a forgotten machine as it stays', () => {
    const shown = pictures(pageOf(home({ 'work-00': { vm: forget, config: forget } })));
    expect(shown['pve1 after']).toMatch(/work-00: worker, forgotten, 10\.0\.0\.21, [^.]*scsi1 100 GiB · local-lvm,/);
    expect(shown['pve1 before']).not.toContain('(gone)');
  });

  test('keep hosts of the same name apart, also for a machine that is written nowhere any more', () => {
    const other = { endpoint: 'other', vmIs: (vm: Attributes) => (vm.node_name = 'pve9') };
    const html = pageOf(
      home({
        'ctrl-01': other,
        'work-00': { ...other, vm: destroy, config: destroy },
        'work-01': { endpoint: 'other' },
      }),
    );
    expect(html.match(/<h3>[^/]*<span>[^/]*<\/span><\/h3>/g)).toEqual([
      '<h3>pve9<span> · Proxmox VE other</span></h3>',
    ]);
    expect(Object.keys(pictures(html)).slice(2)).toEqual(['pve1 · Proxmox VE main', 'pve1 · Proxmox VE other']);
  });
});

describe('secrets', () => {
  const secret = 'hunter2-and-more';
  const marked = (json: Record<string, unknown>, marks: object): Record<string, unknown> => {
    const { resource_changes: changes } = json as { resource_changes: { address: string; change: object }[] };
    for (const { address, change } of changes) {
      if (address.startsWith('proxmox_virtual_environment_vm.'))
        Object.assign(change, { before_sensitive: marks, after_sensitive: marks });
    }
    return json;
  };
  const one = (edit: (vm: Attributes) => void, vmIs?: (vm: Attributes) => void) =>
    planJson({ machines: { 'cp-1': { role: 'controlplane', number: 11, vm: update(edit), config: keep, vmIs } } });

  test('of the state and of the configurations are never there', () => {
    for (const json of [refusedPlan(), mixedPlan(), home({ 'ctrl-00': { vm: replacedBy('vm_id') } })]) {
      expect(pageOf(json)).not.toContain(SECRET);
    }
  });

  test('that a name, a host, a bridge or a datastore is made of are hidden', () => {
    const change = (vm: Attributes): void => {
      vm.name = secret;
      vm.node_name = `${secret}-host`;
      vm.network_device = [{ bridge: `${secret}-bridge` }];
      vm.disk = [{ interface: 'scsi0', size: 20, datastore_id: `${secret}-store` }];
    };
    const marks = { name: true, node_name: true, network_device: [{ bridge: true }], disk: [{ datastore_id: true }] };
    const json = marked(one(change), marks);
    const html = pageOf(json);
    expect(html).not.toContain(secret);
    expect(html).toContain('(sensitive)');
    expect(JSON.stringify(judgePlan(json, { clusterName: 'home' }))).not.toContain(secret);
    expect(JSON.stringify(machineViews(json))).not.toContain(secret);
  });

  test('that are numbers are not said either', () => {
    const json = marked(
      one((vm) => {
        vm.memory = [{ dedicated: 8191 }];
        vm.vm_id = 77777;
      }),
      { memory: [{ dedicated: true }], vm_id: true },
    );
    const html = pageOf(json);
    expect(html).not.toMatch(/8191|77777/);
    expect(html).toContain('memory.dedicated');
    expect(
      pageOf(
        marked(
          one((vm) => (vm.memory = [{ dedicated: 8191 }])),
          {},
        ),
      ),
    ).toContain('memory 4096 -&gt; 8191 MiB');
  });

  test('of variables are hidden wherever they stand', () => {
    const json = {
      ...one((vm) => (vm.name = `cp-${secret}`)),
      variables: { word: { value: secret }, open: { value: 'pve1' } },
    };
    const { root_module: root } = (json as unknown as { configuration: { root_module: object } }).configuration;
    Object.assign(root, { variables: { word: { sensitive: true }, open: {} } });
    const html = pageOf(json);
    expect(html).not.toContain(secret);
    expect(html).toContain('cp-(sensitive)');
    expect(html).toContain('pve1');
  });
});
