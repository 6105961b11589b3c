import { TerraformStack } from 'cdktf';
import { Construct, type IConstruct } from 'constructs';
import { BackupJob as BackupJobResource } from '../../../.gen/providers/proxmox/backup-job';
import { BACKUP_JOB_KNOWN_AT_SYNTH } from '../../backup/known-at-synth';
import { backupJobId, type BackupPlace, type ResolvedBackupJob, resolvedBackupJob } from '../../backup/resolved';
import { backupJobRules } from '../../backup/rules';
import type { BackupJobSettings } from '../../backup/settings';
import { backupJobShape } from '../../backup/shape';
import { machineNotGiven, machineOfAnotherEndpoint } from '../../errors/constructs';
import { rulesBroken } from '../../errors/values';
import { nothingLeft } from '../../values/nothing-left';
import { checkSettings, lateFaults } from '../private/check-settings';
import { lateText } from '../private/late-values';
import { nonEmpty } from '../private/non-empty';
import { checkStack } from '../private/other-stack';
import type { IProxmoxEndpoint } from './proxmox-endpoint';
import type { IProxmoxMachine } from './proxmox-machine';

/** Which machines are backed up, when, and where to. */
export interface BackupJobProps extends BackupJobSettings {
  /** Endpoint of the machines. */
  readonly endpoint: IProxmoxEndpoint;
  /**
   * Virtual machines of the endpoint, which `machines` name. Without `machines` and `poolId`, all of them are backed up.
   * @default - none, for a job of a resource pool
   */
  readonly nodes?: readonly IProxmoxMachine[];
  /**
   * Further names that settings may use, each with the hostnames that it means.
   * @default - none
   */
  readonly groups?: Readonly<Record<string, readonly string[]>>;
  /**
   * Name of the job; in Proxmox VE it is called `stack-<stack>-<name>`.
   * @default - the id of the construct
   */
  readonly jobName?: string;
}

/** A job that backs up machines. */
export interface IBackupJob extends IConstruct {
  /** Id of the job in Proxmox VE, as a token: what takes it from here is made after the job. */
  readonly jobId: string;
}

/**
 * Backups that Proxmox VE makes by a schedule.
 *
 * Proxmox VE takes a machine that is destroyed out of its jobs, so a job is made again with each machine of it that is replaced.
 *
 * @see https://pve.proxmox.com/wiki/Backup_and_Restore
 */
export class BackupJob extends Construct implements IBackupJob {
  /** Id of the job in Proxmox VE, as a token: what takes it from here is made after the job. */
  public readonly jobId: string;
  /** The settings with every default filled in. */
  public readonly settings: ResolvedBackupJob;

  /** @throws one error with a line for each fault, such as a machine that the endpoint does not have */
  constructor(scope: Construct, id: string, props: BackupJobProps) {
    super(scope, id);
    const { endpoint, nodes = [], groups = {}, jobName = id, ...settings } = props;
    checkStack(this, [{ setting: 'endpoint', value: endpoint, instead: 'make a ProxmoxEndpoint in this stack' }]);
    const late = lateFaults(BACKUP_JOB_KNOWN_AT_SYNTH, { nodes, groups, jobName });
    if (late.length > 0) throw rulesBroken(this.node.path, late);
    this.checkNodes(endpoint, nodes, groups);
    const stackName = TerraformStack.of(this).node.id;
    const place: BackupPlace = {
      endpointName: endpoint.endpointName,
      stackName,
      machines: new Map([...Object.entries(groups), ...nodes.map(({ hostname }) => [hostname, [hostname]] as const)]),
    };
    const rules = backupJobRules(jobName, place);
    const check = { form: backupJobShape, rules, knownAtSynth: BACKUP_JOB_KNOWN_AT_SYNTH };
    checkSettings(this.node.path, check, settings);
    this.settings = resolvedBackupJob(settings, place);
    this.jobId = this.createJob(endpoint, nodes, backupJobId(stackName, jobName)).id;
  }

  private checkNodes(
    { endpointName }: IProxmoxEndpoint,
    nodes: readonly IProxmoxMachine[],
    groups: NonNullable<BackupJobProps['groups']>,
  ): void {
    const known = nodes.map(({ hostname }) => hostname);
    const faults = [
      ...nodes.flatMap(({ hostname, host }, index) =>
        host.endpointName === endpointName
          ? []
          : [`nodes[${index}]: ${machineOfAnotherEndpoint(hostname, host.endpointName, endpointName)}`],
      ),
      ...Object.entries(groups).flatMap(([group, hostnames]) =>
        hostnames.flatMap((hostname, index) =>
          known.includes(hostname) ? [] : [`groups.${group}[${index}]: ${machineNotGiven(hostname, known)}`],
        ),
      ),
    ];
    if (faults.length > 0) throw rulesBroken(this.node.path, faults);
  }

  private createJob({ hosts }: IProxmoxEndpoint, nodes: readonly IProxmoxMachine[], id: string): BackupJobResource {
    const { machines, schedule, datastoreId, poolId, mode, compress, pruneBackups, ...others } = this.settings;
    const { enabled, notesTemplate, repeatMissed, ...rest } = others;
    nothingLeft(rest);
    const members = nodes.filter(({ hostname }) => machines.includes(hostname));
    const triggers = members.flatMap(({ _replacementTriggers: own }) => own);
    return new BackupJobResource(this, 'Resource', {
      provider: hosts[0]?.provider,
      id,
      schedule,
      storage: datastoreId,
      vmid: nonEmpty(members.map(({ vmIdText }) => vmIdText)),
      pool: poolId,
      mode,
      compress,
      pruneBackups: pruneBackups && { ...pruneBackups },
      enabled,
      notesTemplate: lateText(notesTemplate),
      repeatMissed,
      lifecycle: triggers.length === 0 ? undefined : { replaceTriggeredBy: triggers },
    });
  }
}
