export type { ApplyCommand } from './guard-rule';
export { type JudgePlanOptions, judgePlan } from './judge-plan';
export type { Disk, DiskChange } from './disk-changes';
export { renderVerdict, type VerdictPaint } from './render-verdict';
export type { RunningMachine } from './running-machine';
export type {
  HostFindings,
  MachineOutcome,
  MachineVerdict,
  Refusal,
  RefusalKind,
  ResourceCount,
  UpgradeStep,
  Verdict,
  Way,
} from './verdict';
