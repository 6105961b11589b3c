export type { ApplyCommand } from './rules/guard-rule';
export { type JudgePlanOptions, judgePlan } from './judge-plan';
export type { PlannedDisk, DiskChange } from './read/disk-changes';
export { renderVerdict, type VerdictPaint } from './verdict/render-verdict';
export type { RunningMachine } from './read/running-machine';
export type { HostFindings, Refusal, RefusalKind, Way } from './rules/refusal';
export type { MachineOutcome } from './read/machine-outcome';
export type { MachineVerdict, ResourceCount, UpgradeStep, Verdict } from './verdict/verdict';
