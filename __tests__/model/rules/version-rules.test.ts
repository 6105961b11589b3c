import { testAdvice, testFaults, testWarnings } from '../../support/rule-rows';
import { changedSpec, faultsOf, warningsOf } from '../../support/small-spec';

const oldTalos = { 'talos.version': 'v1.9.5', 'talos.contract': 'v1.9' };

describe('faults', () => {
  testFaults([
    {
      title: 'G-13 the contract is one that the provider writes',
      both: { 'talos.version': 'v1.14.1', 'kubernetes.version': 'v1.36.3' },
      good: { 'talos.contract': 'v1.13' },
      bad: { 'talos.contract': 'v1.15' },
      line: 'talos.contract: got "v1.15"; this release of cdktf-proxmox-talos writes v1.9 to v1.14; write one of these; the machines may run a newer Talos',
    },
    {
      title: 'S-4 F-39 the contract is not above the image',
      both: { 'talos.version': 'v1.12.4', 'kubernetes.version': 'v1.35.0' },
      good: { 'talos.contract': 'v1.12' },
      bad: { 'talos.contract': 'v1.13' },
      line: 'talos.contract: got "v1.13"; machines boot Talos v1.12.4, which does not know it yet, write "v1.12" or an older one',
    },
    {
      title: 'an update of Talos does not go back',
      good: { 'talos.update.version': 'v1.13.10' },
      bad: { 'talos.update.version': 'v1.13.8' },
      line: 'talos.update.version: got "v1.13.8", which is older than talos.version, v1.13.9; write a newer version',
    },
    {
      title: 'an update of Kubernetes does not go back',
      good: { 'kubernetes.update.version': 'v1.36.4' },
      bad: { 'kubernetes.update.version': 'v1.36.2' },
      line: 'kubernetes.update.version: got "v1.36.2", which is older than kubernetes.version, v1.36.3; write a newer version',
    },
    {
      title: 'a worker has no newer Kubernetes than all control planes',
      both: { 'kubernetes.version': 'v1.35.0', 'kubernetes.update.version': 'v1.36.3', 'nodes.work-00.update': true },
      good: { 'nodes.ctrl-00.update': true },
      bad: {},
      line: 'nodes.work-00.update: got true, which gives the machine Kubernetes v1.36.3 while the control planes have v1.35.0; write update: true at a control plane first',
    },
    {
      title: 'S-2 G-11 Kubernetes is in the range of Talos',
      both: oldTalos,
      good: { 'kubernetes.version': 'v1.32.3' },
      bad: { 'kubernetes.version': 'v1.33.0' },
      line: 'kubernetes.version: got "v1.33.0"; Talos v1.9.5 supports Kubernetes 1.27 to 1.32, write one of these or kubernetes.allowUnsupported: true',
    },
    {
      title: 'nor is it older than that range',
      good: { 'kubernetes.version': 'v1.31.0' },
      bad: { 'kubernetes.version': 'v1.30.9' },
      line: 'kubernetes.version: got "v1.30.9"; Talos v1.13.9 supports Kubernetes 1.31 to 1.36, write one of these or kubernetes.allowUnsupported: true',
    },
    {
      title: 'a pre-release of Talos has the range of its minor version',
      both: { 'talos.version': 'v1.13.0-rc.1' },
      good: { 'kubernetes.version': 'v1.36.3' },
      bad: { 'kubernetes.version': 'v1.30.9' },
      line: 'kubernetes.version: got "v1.30.9"; Talos v1.13.0-rc.1 supports Kubernetes 1.31 to 1.36, write one of these or kubernetes.allowUnsupported: true',
    },
    {
      title: 'a pre-release of Kubernetes counts as its minor version',
      good: { 'kubernetes.version': 'v1.36.0-rc.1' },
      bad: { 'kubernetes.version': 'v1.37.0-alpha.1' },
      line: 'kubernetes.version: got "v1.37.0-alpha.1"; Talos v1.13.9 supports Kubernetes 1.31 to 1.36, write one of these or kubernetes.allowUnsupported: true',
    },
    {
      title: 'the Kubernetes version of an update is in the range of Talos',
      both: { 'nodes.ctrl-00.update': true },
      good: { 'kubernetes.update.version': 'v1.36.4' },
      bad: { 'kubernetes.update.version': 'v1.37.0' },
      line: 'kubernetes.update.version: got "v1.37.0"; Talos v1.13.9 supports Kubernetes 1.31 to 1.36, write one of these or kubernetes.allowUnsupported: true',
    },
    {
      title: 'so it is while no machine takes the update',
      good: { 'kubernetes.update.version': 'v1.36.4' },
      bad: { 'kubernetes.update.version': 'v1.37.0' },
      line: 'kubernetes.update.version: got "v1.37.0"; Talos v1.13.9 supports Kubernetes 1.31 to 1.36, write one of these or kubernetes.allowUnsupported: true',
    },
    {
      title: 'Kubernetes is in the range of the Talos of an update',
      both: { ...oldTalos, lifecycle: 'replace', 'kubernetes.version': 'v1.27.0', 'talos.update.version': 'v1.10.1' },
      good: {},
      bad: { 'nodes.work-00.update': true },
      line: 'kubernetes.version: got "v1.27.0"; Talos v1.10.1 supports Kubernetes 1.28 to 1.33, write one of these or kubernetes.allowUnsupported: true',
    },
    {
      title: 'an update changes something',
      good: { 'talos.update': { schematic: {} } },
      bad: { 'talos.update': {} },
      line: 'talos.update: got {}; write a version, a schematic or both',
    },
  ]);

  test('a worker may be a patch ahead of the control planes', () => {
    const spec = changedSpec({ 'kubernetes.update.version': 'v1.36.4', 'nodes.work-00.update': true });
    expect(faultsOf(spec)).toEqual([]);
  });

  test('the contract is not above the image of an update either', () => {
    const spec = changedSpec({
      'kubernetes.version': 'v1.35.0',
      'talos.update.version': 'v1.12.0',
      'nodes.work-00.update': true,
    });
    expect(faultsOf(spec)).toEqual([
      'talos.update.version: got "v1.12.0", which is older than talos.version, v1.13.9; write a newer version',
      'talos.contract: got "v1.13"; machines boot Talos v1.12.0, which does not know it yet, write "v1.12" or an older one',
    ]);
  });

  test('HT-4 the image that no machine takes is not looked at', () => {
    const update = { version: 'v1.99.0', schematic: { extensions: ['example/carrier-pigeon'] } };
    expect(faultsOf(changedSpec({ 'talos.update': update }))).toEqual([]);
  });
});

describe('advice', () => {
  testAdvice([
    {
      title: 'a Kubernetes version out of range that was asked for',
      both: { ...oldTalos, 'kubernetes.allowUnsupported': true },
      good: { 'kubernetes.version': 'v1.32.0' },
      bad: { 'kubernetes.version': 'v1.33.0' },
      line: 'kubernetes.version: got "v1.33.0"; Talos v1.9.5 supports Kubernetes 1.27 to 1.32 only',
    },
    {
      title: 'an update of Talos that no machine takes',
      both: { lifecycle: 'replace', 'talos.update.version': 'v1.13.10' },
      good: { 'nodes.work-00.update': true },
      bad: {},
      line: 'talos.update: no machine takes the update; write update: true at those that shall, or remove it',
    },
    {
      title: 'an update of Kubernetes that no machine takes',
      both: { 'kubernetes.update.version': 'v1.36.4' },
      good: { 'nodes.work-00.update': true },
      bad: {},
      line: 'kubernetes.update: no machine takes the update; write update: true at those that shall, or remove it',
    },
  ]);
});

describe('warnings', () => {
  testWarnings([
    {
      title: 'a Talos version that is newer than what is known',
      both: { 'kubernetes.version': 'v1.36.3' },
      good: { 'talos.version': 'v1.14.1' },
      bad: { 'talos.version': 'v1.99.0' },
      line: 'talos.version: got "v1.99.0", which is newer than what is known here; extensions and the range of Kubernetes versions are not checked',
    },
    {
      title: 'an update of Talos over more than one minor version',
      both: {
        lifecycle: 'replace',
        'talos.contract': 'v1.12',
        'talos.version': 'v1.12.4',
        'kubernetes.version': 'v1.35.0',
        'nodes.work-00.update': true,
      },
      good: { 'talos.update.version': 'v1.13.9' },
      bad: { 'talos.update.version': 'v1.14.1' },
      line: 'talos.update.version: got "v1.14.1" after v1.12.4; Talos is made to be updated by one minor version at a time, go to v1.13 first',
    },
  ]);

  test('an unknown Talos version is reported at the update that names it', () => {
    const spec = changedSpec({
      lifecycle: 'replace',
      'talos.update.version': 'v1.99.0',
      'nodes.work-00.update': true,
    });
    expect(warningsOf(spec)).toEqual([
      'talos.update.version: got "v1.99.0" after v1.13.9; Talos is made to be updated by one minor version at a time, go to v1.14 first',
      'talos.update.version: got "v1.99.0", which is newer than what is known here; extensions and the range of Kubernetes versions are not checked',
    ]);
  });
});
