import { physicalCards } from '../../homelab/mapping/physical-cards';

const BOND = { members: ['lan-a', 'lan-b'], mode: 'active-backup' } as const;

test('cards that carry the address come first, by the names that Linux gives them', () => {
  const links = {
    cards: {
      storage: { macAddress: '0c:c4:7a:00:00:03' },
      'lan-a': { macAddress: '0c:c4:7a:00:00:01' },
      'lan-b': { busPath: '0000:02:00.0' },
    },
    bonds: { bond0: BOND },
    vlans: { 'bond0.10': { parent: 'bond0', id: 10 } },
  };
  const cards = [
    { link: 'enp1s0', mac: '0c:c4:7a:00:00:01' },
    { link: 'enp2s0', busPath: '0000:02:00.0' },
    { link: 'enp3s0', mac: '0c:c4:7a:00:00:03' },
  ];
  expect(physicalCards({ link: 'bond0', links })).toEqual(cards);
  expect(physicalCards({ link: 'bond0.10', links })).toEqual(cards);
});

test('cards that are known by their names have them', () => {
  expect(physicalCards({ link: 'eno1', links: { bonds: { bond0: BOND } } })).toEqual([
    { link: 'eno1' },
    { link: 'lan-a' },
    { link: 'lan-b' },
  ]);
  expect(physicalCards({ link: 'physical', links: { dummies: { dummy0: {} } } })).toEqual([]);
});
