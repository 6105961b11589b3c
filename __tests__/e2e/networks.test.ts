import { ClusterStory } from '../support/cluster-story';
import { describeHomelab } from '../support/homelab-run';
import { type Changes, changedSpec } from '../support/small-spec';
import { Story } from '../support/story';

const BASE = changedSpec({ state: undefined, 'nodes.ctrl-00.vmId': 100, 'nodes.work-00.vmId': 200 });

/** A worker with a trunk and a card in a network of storage. */
const TWO_CARDS: Changes = {
  'nodes.work-00.vlanId': 10,
  'nodes.work-00.primaryNetworkDevice': {
    trunks: [30, 20],
    vlans: [{ id: 20, addresses: ['10.20.0.21/24'] }, { id: 30 }],
  },
  'nodes.work-00.networkDevices': {
    storage: { slot: 1, bridge: 'vmbr1', mtu: 9000, queues: 2, addresses: ['10.1.0.21/24'] },
  },
};

const LAB = { slot: 2, bridge: 'lab', model: 'e1000', firewall: true, rateLimitMegabytesPerSecond: 12.5 };

describeHomelab('several network cards', (homelabs) => {
  const { step, look } = new Story();
  let story: ClusterStory;
  let spec: unknown = changedSpec(TWO_CARDS, BASE);
  const edit = (changes: Changes) => story.edit((spec = changedSpec(changes, spec)));

  beforeAll(async () => {
    const room = changedSpec({ 'nodes.work-00.networkDevices.lab': LAB }, spec);
    story = await ClusterStory.begin(await homelabs.openForAll(spec, { room }));
  });

  look('Proxmox VE has them in the order of their slots, and a plan finds nothing to change', async () => {
    const { config } = (await story.machines())['work-00']!;
    expect(config.net0).toMatch(/^virtio=BC:24:11:.*,bridge=vmbr0,firewall=0,tag=10,trunks=20;30$/);
    expect(config.net1).toMatch(/^virtio=02:.*,bridge=vmbr1,firewall=0,mtu=9000,queues=2$/);
    expect(config).not.toHaveProperty('ipconfig1');
    expect(await story.plan(spec)).toMatchObject({ changes: [] });
  });

  look('Kubernetes knows each machine by the address of the cluster', async () => {
    expect(await story.nodes()).toEqual({ 'ctrl-00': true, 'work-00': true });
  });

  step('a card that is added restarts nothing, and the others stay as they are', async () => {
    const { before, after, acts } = await edit({ 'nodes.work-00.networkDevices.lab': LAB });
    expect(acts).toEqual(['work-00: PUT config', 'work-00: ApplyConfiguration']);
    const [old, now] = [before['work-00']!, after['work-00']!];
    expect(now.bootId).toBe(old.bootId);
    expect([now.config.net0, now.config.net1]).toEqual([old.config.net0, old.config.net1]);
    expect(now.config.net2).toMatch(/^e1000=02:.*,bridge=lab,firewall=1,rate=12.5$/);
    expect(after['ctrl-00']).toEqual(before['ctrl-00']);
  });

  step('the last card is taken away', async () => {
    const { before, after } = await edit({ 'nodes.work-00.networkDevices.lab': undefined });
    expect(after['work-00']!.config).not.toHaveProperty('net2');
    expect(after['work-00']!.bootId).toBe(before['work-00']!.bootId);
  });

  step('everything is destroyed', async () => {
    await story.homelab.workspace.destroy();
    expect(await story.machines()).toEqual({});
  });
});

const DHCP = changedSpec({ 'nodes.work-00.dhcp': true, 'talos.timeouts': { applySeconds: 8 } }, BASE);

describeHomelab('an address from a DHCP server', (homelabs) => {
  test('G-32 a machine gets the one that is reserved for its MAC address, and keeps it', async () => {
    const homelab = await homelabs.open(DHCP);
    const story = await ClusterStory.begin(homelab);
    const { config } = (await story.machines())['work-00']!;
    expect(config.net0).toMatch(/^virtio=02:/);
    expect(config.ipconfig0).toBe('ip=dhcp');
    expect(await story.plan(DHCP)).toMatchObject({ changes: [] });
  });

  test('fails for a machine that the server does not know, and names it', async () => {
    const room = changedSpec({ 'nodes.work-00.macAddress': '02:00:00:00:00:01' }, DHCP);
    const homelab = await homelabs.open(DHCP, { room });
    await homelab.workspace.init();
    await expect(homelab.workspace.apply()).rejects.toThrow(
      /work-00 \(MAC address 02:[0-9A-F:]+\) did not answer on 127\.[\d.]+ within 8 seconds:[\s|]+have the DHCP server reserve/,
    );
  });
});
