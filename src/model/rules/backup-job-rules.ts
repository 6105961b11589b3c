import type { BackupPlace } from '../../backup/resolved';
import { backupJobRules } from '../../backup/rules';
import type { Findings } from '../findings';
import { highAvailabilityPlace } from '../high-availability';
import { lacksMachines, type SpecFacts } from '../spec-facts';

/** Checks the jobs that back up machines. */
export function checkBackupJobs(facts: SpecFacts, findings: Findings): void {
  const { spec, placement, isUncertain } = facts;
  for (const [name, endpoint] of Object.entries(spec.proxmox?.endpoints ?? {})) {
    const path = ['proxmox', 'endpoints', name];
    const isUnknown =
      lacksMachines(facts) || placement.homeless.length > 0 || isUncertain(...path, 'hosts') || spec.name === undefined;
    if (endpoint?.backupJobs === undefined || isUnknown) continue;
    const { machines } = highAvailabilityPlace(facts, name);
    const place: BackupPlace = { endpointName: name, stackName: spec.name ?? '', machines };
    for (const [job, settings] of Object.entries(endpoint.backupJobs)) {
      if (settings === undefined) continue;
      findings.checkSettings(backupJobRules(job, place), { settings, isUncertain }, [...path, 'backupJobs', job]);
    }
  }
}
