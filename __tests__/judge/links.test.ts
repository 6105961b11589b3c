import { judgeMachineConfigurations } from '../../judge';
import { writableContracts } from '../../src/data/support';
import { machineShapes } from '../../src/machine-config/machine-shapes';
import type { LinkOptions } from '../../src/network/link-settings';
import { clusterSettings, controlPlane } from '../machine-config/fixtures';
import { GATEWAYS, linksFor, OTHER_LINKS, WHOLE_LINKS } from '../support/link-samples';
import { describeWithJudge } from '../support/tofu';

const whole = [WHOLE_LINKS, ...OTHER_LINKS, ...GATEWAYS];
const cases = writableContracts().flatMap(({ tag: contract }) =>
  whole.map((links) => ({ contract, links: linksFor(contract, links) })),
);

/** Links that may carry the address. */
function carriers({ bonds, vlans }: LinkOptions): readonly string[] {
  return bonds === undefined || vlans === undefined ? ['eth0'] : ['eth0', 'bond0', 'bond0.20'];
}

describeWithJudge("Talos' own validation", () => {
  test.each(cases)('takes links of contract $contract: $links', ({ contract, links }) => {
    const shapes = carriers(links).flatMap((link) =>
      [true, false].flatMap((dhcp) =>
        machineShapes(clusterSettings(contract, { vip: '10.0.0.5' }), [controlPlane({ link, dhcp, links })]),
      ),
    );
    const answers = judgeMachineConfigurations(shapes.map(({ request }) => request));
    const said = answers.flatMap(({ faults = [], warnings = [] }) => [
      ...faults.map(({ message }) => message),
      ...warnings,
    ]);
    expect(said).toEqual([]);
  });
});
