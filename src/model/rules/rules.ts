import type { SpecFacts } from '../spec-facts';
import type { ConfigPatches } from '../config-patches';
import type { Findings } from '../findings';
import type { ProjectFiles } from '../project-files';
import { checkAddresses } from './address-rules';
import { checkCapacity } from './capacity-rules';
import { checkCertificates } from './certificate-rules';
import { checkControlPlanes } from './control-plane-rules';
import { checkDevices } from './device-rules';
import { checkGateway } from './gateway-rules';
import { checkGitops } from './gitops-rules';
import { checkKubernetes } from './kubernetes-rules';
import { checkMachines } from './machine-rules';
import { checkAuditPolicy, checkManifests, readCiliumValues } from './manifest-rules';
import { checkNetworks } from './network-rules';
import { checkNodeRestriction } from './node-restriction-rules';
import { checkPlacement } from './placement-rules';
import { checkPlausibility } from './plausibility-rules';
import { checkPools } from './pool-rules';
import { checkSchematics } from './schematic-rules';
import { checkTalosOptions } from './talos-option-rules';
import { checkState } from './state-rules';
import { checkVersions } from './version-rules';

/** Checks everything that the parts of a cluster ask of each other. */
export function checkRules(facts: SpecFacts, files: ProjectFiles, patches: ConfigPatches, findings: Findings): void {
  checkVersions(facts, findings);
  checkPlausibility(facts, patches, findings);
  checkSchematics(facts, findings);
  checkNetworks(facts, patches.mention('node-cidr-mask-size'), findings);
  checkKubernetes(facts, readCiliumValues(facts, files, findings), findings);
  checkManifests(facts, files, findings);
  checkAuditPolicy(facts, files, findings);
  checkAddresses(facts, findings);
  checkGateway(facts, findings);
  checkPlacement(facts, findings);
  checkPools(facts, findings);
  checkCapacity(facts, findings);
  checkDevices(facts, findings);
  checkControlPlanes(facts, findings);
  checkMachines(facts, patches, findings);
  checkNodeRestriction(facts, findings);
  checkTalosOptions(facts, findings);
  checkState(facts, findings);
  checkGitops(facts, findings);
  checkCertificates(facts, findings);
}
